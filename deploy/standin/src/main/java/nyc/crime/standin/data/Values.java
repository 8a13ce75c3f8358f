package nyc.crime.standin.data;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import nyc.crime.standin.soql.SoqlType;

/** Brings values of files into the form in which Socrata's API sends them. */
final class Values {

    private static final DateTimeFormatter FLOATING =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS", Locale.ROOT);
    private static final List<DateTimeFormatter> DATES = List.of(
            date("uuuu-MM-dd['T'HH:mm[:ss[.SSS]]]"),
            date("uuuu-MM-dd[ HH:mm[:ss[.SSS]]]"),
            date("M/d/uuuu"),
            date("M/d/uuuu h:mm[:ss] a"),
            date("M/d/uuuu H:mm[:ss]"));
    private static final DateTimeFormatter TWELVE_HOURS =
            DateTimeFormatter.ofPattern("h:mm[:ss] a", Locale.US).withResolverStyle(ResolverStyle.SMART);
    private static final Pattern WKT_POINT = Pattern.compile("POINT \\((\\S+) (\\S+)\\)");
    private static final Pattern LATITUDE_LONGITUDE = Pattern.compile("\\((-?[\\d.]+), ?(-?[\\d.]+)\\)");

    private final Map<String, String> dates = new HashMap<>();

    private static DateTimeFormatter date(String pattern) {
        return new DateTimeFormatterBuilder()
                .parseCaseInsensitive()
                .appendPattern(pattern)
                .parseDefaulting(ChronoField.ERA, 1)
                .toFormatter(Locale.US)
                .withResolverStyle(ResolverStyle.STRICT);
    }

    /**
     * A value as the API has it, or null if it is missing.
     *
     * @throws IllegalArgumentException if it is no date, or no coordinate, where there should be one
     */
    String read(String field, SoqlType type, String value) {
        if (value == null || value.isEmpty()) {
            return null;
        }
        return switch (type) {
            case FLOATING_TIMESTAMP -> isNull(value) ? null : dates.computeIfAbsent(value, Values::timestamp);
            case NUMBER -> isNull(value) ? null : number(field, value);
            case POINT -> point(value);
            case TEXT -> field.endsWith("_tm") ? time(value) : value;
            default -> value;
        };
    }

    /** The type of a column that no known dataset has, as one of its values looks; text if in doubt. */
    static SoqlType typeOf(String value) {
        if (value.equals("true") || value.equals("false")) {
            return SoqlType.BOOLEAN;
        }
        if (value.matches("-?(0|[1-9]\\d*)(\\.\\d+)?|-?\\.\\d+")) {
            return SoqlType.NUMBER;
        }
        if (value.startsWith("POINT (") || value.startsWith("{\"type\":\"Point\"")) {
            return SoqlType.POINT;
        }
        return value.matches("\\d{4}-\\d\\d-\\d\\d.*|\\d\\d?/\\d\\d?/\\d{4}.*")
                ? SoqlType.FLOATING_TIMESTAMP
                : SoqlType.TEXT;
    }

    private static boolean isNull(String value) {
        return value.equals("(null)");
    }

    private static String timestamp(String value) {
        for (DateTimeFormatter format : DATES) {
            try {
                Object parsed = format.parseBest(value.trim(), LocalDateTime::from, LocalDate::from);
                LocalDateTime time = parsed instanceof LocalDate date ? date.atStartOfDay() : (LocalDateTime) parsed;
                return time.format(FLOATING);
            } catch (DateTimeException e) {
                // the next form, perhaps
            }
        }
        throw new IllegalArgumentException("`" + value + "' is no date");
    }

    private static String number(String field, String value) {
        String plain = value.indexOf(',') < 0 ? value : value.replace(",", "");
        if (field.equals("latitude") || field.equals("longitude")) {
            try {
                Double.parseDouble(plain);
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException("`" + value + "' is no number of degrees");
            }
        }
        return plain;
    }

    private static String time(String value) {
        if (!value.endsWith("M")) {
            return value;
        }
        try {
            return LocalTime.parse(value, TWELVE_HOURS).format(DateTimeFormatter.ISO_LOCAL_TIME);
        } catch (DateTimeException e) {
            return value;
        }
    }

    /** A point is kept as JSON has it; CSV has it as well-known text, or as latitude and longitude. */
    private static String point(String value) {
        Matcher wkt = WKT_POINT.matcher(value);
        if (wkt.matches()) {
            return json(wkt.group(1), wkt.group(2));
        }
        Matcher pair = LATITUDE_LONGITUDE.matcher(value);
        return pair.matches() ? json(pair.group(2), pair.group(1)) : value;
    }

    private static String json(String longitude, String latitude) {
        return "{\"type\":\"Point\",\"coordinates\":[" + longitude + "," + latitude + "]}";
    }
}
