package nyc.crime.ingest.records;

import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

import nyc.crime.ingest.records.MonthRecords.Odd;

/**
 * A month as JSON: the placed records in columns, by day and inside a day by place; degrees = base + value / scale.
 *
 * @param dataset the dataset's name
 * @param period the month
 * @param source {@code live}, {@code files} or {@code sample}
 * @param stale whether Socrata could not be asked in time
 * @param fetchedAt when the rows were read
 * @param publishedThrough the last day that the city has published; null while that is not known
 * @param completeThrough the last day that late reports hardly change any more; null while that is not known
 * @param rows all rows, as counted by Socrata
 * @param placed records with possible coordinates, which the columns hold
 * @param unplaced the others; placed + unplaced = rows
 * @param odd dirty values among all rows
 * @param base where coordinates are counted from, degrees
 * @param scale units a degree
 * @param days days of the month
 * @param dayStart offset of each day's first record, days + 1 of them; the last is {@code placed}
 * @param lat latitudes, units from the base
 * @param lon longitudes, units from the base
 * @param category index into {@code categories}
 * @param categories names of the categories
 * @param offences names of the offences; with {@code columns=offence}
 * @param offence index into {@code offences}; with {@code columns=offence}
 * @param precinct precinct numbers, 0 unknown; with {@code columns=precinct}
 * @param hour hours of the day, 0 to 23, -1 unknown; with {@code columns=hour}. Midnight and noon sharp also stand for
 *     unknown: {@code odd} counts them
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "Month")
public record MonthColumns(
        String dataset,

        @Schema(implementation = String.class, examples = "2024-03")
        YearMonth period,

        @Schema(enumeration = {"live", "files", "sample"}) String source,
        boolean stale,
        Instant fetchedAt,
        LocalDate publishedThrough,
        LocalDate completeThrough,
        int rows,
        int placed,
        int unplaced,
        Odd odd,
        Base base,
        int scale,
        int days,
        int[] dayStart,
        int[] lat,
        int[] lon,
        short[] category,
        List<String> categories,
        List<String> offences,
        short[] offence,
        short[] precinct,
        short[] hour) {

    /**
     * Where coordinates are counted from.
     *
     * @param lat degrees north
     * @param lon degrees east
     */
    @RegisterForReflection
    public record Base(double lat, double lon) {}
}
