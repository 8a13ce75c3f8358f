package nyc.crime.grid.series;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.annotation.JsonValue;
import io.quarkus.runtime.annotations.RegisterForReflection;

import nyc.crime.grid.encoding.Provenance;
import nyc.crime.grid.ingest.Snapshot;

/**
 * Counts of a place through time. rows = counted + withoutHour + elsewhere + unplaced.
 *
 * @param dataset such as {@code arrests}
 * @param area such as {@code precinct:75}, or {@code city}
 * @param by what a point is of
 * @param group what its counts are of
 * @param from first day
 * @param to last day
 * @param provenance what the records are
 * @param rows records of the range by Socrata's count; those without a place count where their whole month is in it
 * @param counted sum of all points: the placed records of the area
 * @param withoutHour placed records of the area whose hour is not known; 0 but for {@code by=hour}
 * @param elsewhere placed records that are not of the area
 * @param unplaced records without a place
 * @param points in order; what is not published has none
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Series(
        String dataset,
        String area,
        Step by,
        Group group,
        LocalDate from,
        LocalDate to,
        @JsonUnwrapped Provenance provenance,
        long rows,
        long counted,
        long withoutHour,
        long elsewhere,
        long unplaced,
        List<Point> points) {

    /** What the counts of a point are of. */
    public enum Group {
        NONE,
        CATEGORY,
        OFFENCE,
        WEEKDAY;

        /** Reads a parameter. */
        public static Group fromString(String name) {
            return valueOf(name.toUpperCase(Locale.ROOT));
        }

        /** The name in questions and answers. */
        @JsonValue
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * A point.
     *
     * @param period a month, an ISO week, a day, a weekday, an hour (00 to 23)
     * @param count records, where there are no groups
     * @param counts records by group
     * @param complete whether all of it is in the range and late reports hardly change it any more; absent if unknown
     * @param defaults true for the hours that also stand for unknown times: midnight and noon
     */
    @RegisterForReflection
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Point(String period, Long count, Map<String, Long> counts, Boolean complete, Boolean defaults) {}

    static Series of(
            String dataset,
            Place place,
            Step step,
            Group group,
            LocalDate from,
            LocalDate to,
            Snapshot snapshot,
            long counted,
            long elsewhere,
            long unplaced,
            long withoutHour,
            List<Point> points) {
        return new Series(
                dataset,
                place.name(),
                step,
                group,
                from,
                to,
                Provenance.of(snapshot),
                counted + withoutHour + elsewhere + unplaced,
                counted,
                withoutHour,
                elsewhere,
                unplaced,
                points);
    }

    /** One table (RFC 4180): a row for each point, a column for each group. */
    public byte[] csv() {
        List<String> groups = group == Group.NONE
                ? List.of("count")
                : points.stream()
                        .limit(1)
                        .flatMap(point -> point.counts().keySet().stream())
                        .toList();
        Stream<String> head = Stream.of(row(Stream.of(Stream.of("period"), groups.stream(), Stream.of("complete"))
                .flatMap(cells -> cells)));
        Stream<String> rows = points.stream()
                .map(point -> row(Stream.of(
                                Stream.of(point.period()),
                                groups.stream()
                                        .map(name -> point.counts() == null
                                                ? point.count()
                                                : point.counts().get(name)),
                                Stream.of(point.complete() == null ? "" : point.complete()))
                        .flatMap(cells -> cells)));
        return Stream.concat(head, rows).collect(Collectors.joining()).getBytes(StandardCharsets.UTF_8);
    }

    private static String row(Stream<?> cells) {
        return cells.map(cell -> {
                    String text = cell.toString();
                    return text.matches("[^\",\r\n]*") ? text : '"' + text.replace("\"", "\"\"") + '"';
                })
                .collect(Collectors.joining(",", "", "\r\n"));
    }
}
