package nyc.crime.grid.ingest;

import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import java.util.stream.IntStream;

import io.quarkus.runtime.annotations.RegisterForReflection;

import nyc.crime.grid.georef.Bounds;

/** A month of records as ingest-service writes it, or the problem that a year's stream has in its place. */
@RegisterForReflection
record RecordsJson(
        String dataset,
        YearMonth period,
        String source,
        boolean stale,
        Instant fetchedAt,
        LocalDate publishedThrough,
        LocalDate completeThrough,
        int rows,
        int unplaced,
        Base base,
        int scale,
        int[] dayStart,
        int[] lat,
        int[] lon,
        byte[] category,
        List<String> categories,
        List<String> offences,
        short[] offence,
        short[] precinct,
        byte[] hour,
        IngestProblem.Details problem) {

    /** What the coordinates count from, in degrees. */
    @RegisterForReflection
    record Base(double lat, double lon) {}

    /**
     * The month, its coordinates whole; this object is of no use afterwards.
     *
     * @param names the city's categories
     * @throws IllegalArgumentException if it is not as agreed
     */
    RecordMonth month(IngestAnswer answer, List<String> names) {
        agreed(period != null && fetchedAt != null && base != null && offences != null && lat != null && lon != null);
        agreed(dayStart != null && category != null && offence != null && precinct != null);
        int placed = lat.length;
        agreed(scale == Bounds.UNITS && placed + unplaced == rows && names.equals(categories));
        agreed(lon.length == placed && category.length == placed && offence.length == placed);
        agreed(precinct.length == placed && dayStart.length == period.lengthOfMonth() + 1);
        agreed(dayStart[0] == 0 && dayStart[dayStart.length - 1] == placed);
        agreed(IntStream.range(1, dayStart.length).allMatch(day -> dayStart[day - 1] <= dayStart[day]));
        agreed(hour == null || hour.length == placed);
        int south = (int) Math.round(base.lat * Bounds.UNITS);
        int west = (int) Math.round(base.lon * Bounds.UNITS);
        for (int i = 0; i < placed; i++) {
            agreed(category[i] >= 0 && category[i] < names.size());
            agreed(offence[i] >= 0 && offence[i] < offences.size());
            agreed(hour == null || hour[i] >= -1 && hour[i] <= 23);
            lat[i] += south;
            lon[i] += west;
        }
        return new RecordMonth(
                dataset,
                period,
                answer.freshness(source, stale),
                fetchedAt,
                new Publication(dataset, null, publishedThrough, completeThrough, hour != null),
                rows,
                dayStart,
                lat,
                lon,
                category,
                List.copyOf(offences),
                offence,
                precinct,
                hour);
    }

    private static void agreed(boolean asAgreed) {
        if (!asAgreed) {
            throw new IllegalArgumentException("not a month of records as agreed");
        }
    }
}
