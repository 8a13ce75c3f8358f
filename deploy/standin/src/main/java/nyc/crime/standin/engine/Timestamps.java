package nyc.crime.standin.engine;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;

import nyc.crime.standin.soql.SoqlType;

/** Socrata's times as text: floating ones without a zone, fixed ones in UTC, both with milliseconds, so that they sort. */
final class Timestamps {

    private static final DateTimeFormatter FLOATING =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS", Locale.ROOT);

    private Timestamps() {}

    static String fixed(Instant instant) {
        return LocalDateTime.ofInstant(instant, ZoneOffset.UTC).format(FLOATING) + "Z";
    }

    /** A date or time that a caller wrote, in the form in which values are kept; null if it is none. */
    static String normalised(String text, SoqlType type) {
        String trimmed = text.trim().replace(' ', 'T');
        try {
            if (type == SoqlType.FIXED_TIMESTAMP) {
                return fixed(
                        trimmed.length() == 10
                                ? LocalDate.parse(trimmed).atStartOfDay().toInstant(ZoneOffset.UTC)
                                : zoned(trimmed));
            }
            LocalDateTime time =
                    trimmed.length() == 10 ? LocalDate.parse(trimmed).atStartOfDay() : LocalDateTime.parse(trimmed);
            return time.format(FLOATING);
        } catch (DateTimeParseException e) {
            return null;
        }
    }

    private static Instant zoned(String text) {
        boolean hasZone = text.endsWith("Z") || text.matches(".*[+-]\\d\\d:?\\d\\d");
        return hasZone
                ? OffsetDateTime.parse(text).toInstant()
                : LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
    }
}
