package nyc.crime.ingest.socrata;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import com.fasterxml.jackson.core.io.NumberInput;

import nyc.crime.city.CityProfile;
import nyc.crime.ingest.IngestConfig;

/** Turns Socrata's texts, dirty as they are, into the numbers that this service serves. Never throws for a dirty value. */
final class RowCleaner {

    private static final Pattern TIME = Pattern.compile("\\d\\d:?[0-5]\\d(:[0-5]\\d)?");
    private static final int HOURS = 24;
    private static final int SECONDS = "HH:MM:SS".length();

    private final CityProfile.Bounds box;
    private final int scale;
    private final List<Set<String>> categories;
    private final Set<Integer> precincts;
    private final Map<String, String> offences;
    private final long originLat;
    private final long originLon;

    RowCleaner(IngestConfig config, CityProfile city) {
        box = city.bounds();
        scale = config.coordinates().scale();
        categories = city.categories().stream()
                .map(category -> upper(category.values().orElse(Set.of())))
                .toList();
        precincts = city.precincts();
        offences = OffenceNames.bySpelling(city);
        originLat = Math.round(box.south() * scale);
        originLon = Math.round(box.west() * scale);
    }

    /** The number of the category; the last for everything else: {@code I}, {@code 9}, blank, missing. */
    int category(String text) {
        String value = text == null ? "" : text.trim().toUpperCase(Locale.ROOT);
        int last = categories.size() - 1;
        for (int category = 0; category < last; category++) {
            if (categories.get(category).contains(value)) {
                return category;
            }
        }
        return last;
    }

    /** The number, also where it is written {@code 104.0}; 0 where it is missing, no number or no precinct of the city. */
    int precinct(String text) {
        double value = number(text);
        return precincts.contains((int) value) ? (int) value : 0;
    }

    /** The time of a time of day, or of a floating timestamp; null for a missing one. */
    static String time(String text) {
        int at = text == null ? -1 : text.indexOf('T');
        return at < 0 ? text : text.substring(at + 1, Math.min(text.length(), at + 1 + SECONDS));
    }

    /** Whether a time is the full hour, as far as it is told. */
    static boolean isSharp(String time) {
        return time != null && (time.endsWith(":00:00") || time.length() == 4 && time.endsWith("00"));
    }

    /** The hour of {@code HH:MM:SS}, or of {@code HHMM}; -1 where there is none. */
    static int hour(String time) {
        if (time == null || !TIME.matcher(time).matches()) {
            return -1;
        }
        int hour = Integer.parseInt(time.substring(0, 2));
        return hour < HOURS ? hour : -1;
    }

    /** The one name of the offence, whichever way it is written; blank for a missing one. */
    String offence(String text) {
        String trimmed = trimmed(text);
        return offences.getOrDefault(trimmed, trimmed);
    }

    /** The name as it is written, trimmed; blank for a missing one. */
    static String trimmed(String text) {
        return text == null || "(null)".equals(text) ? "" : text.trim();
    }

    /** Latitude in units from the origin, or {@link Page#MISSING} or {@link Page#OUTSIDE} for the pair, degrees. */
    int lat(double lat, double lon) {
        if (Double.isNaN(lat) || Double.isNaN(lon) || lat == 0 && lon == 0) {
            return Page.MISSING;
        }
        if (lat < box.south() || lat > box.north() || lon < box.west() || lon > box.east()) {
            return Page.OUTSIDE;
        }
        return (int) (Math.round(lat * scale) - originLat);
    }

    /** Longitude in units from the origin; 0 where there is no number. */
    int lon(double lon) {
        return Double.isNaN(lon) ? 0 : (int) (Math.round(lon * scale) - originLon);
    }

    /** The number, or NaN where there is none. */
    static double number(String text) {
        if (text == null || text.isBlank()) {
            return Double.NaN;
        }
        try {
            return NumberInput.parseDouble(text, true);
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }

    private static Set<String> upper(Set<String> values) {
        return values.stream().map(v -> v.toUpperCase(Locale.ROOT)).collect(Collectors.toUnmodifiableSet());
    }
}
