package nyc.crime.grid.counts;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;

import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * Precincts of the cells as JSON: cell, precinct, records and share are columns of one length.
 *
 * @param dataset such as {@code complaints}
 * @param from first day
 * @param to last day
 * @param source live, files, sample or mixed
 * @param stale whether the records are a kept copy that could not be asked for again
 * @param fetchedAt when the oldest of the records were had from the source
 * @param precincts numbers of the precincts
 * @param cell number of the cell
 * @param precinct index into {@code precincts}
 * @param records records of the cell that belong to the precinct
 * @param share their part of the cell's records, 0 to 1
 * @param daily records by day and precinct, as many columns as there are precincts
 */
@RegisterForReflection
public record Precincts(
        String dataset,
        LocalDate from,
        LocalDate to,
        String source,
        boolean stale,
        Instant fetchedAt,
        int[] precincts,
        int[] cell,
        int[] precinct,
        int[] records,
        double[] share,
        int[][] daily) {

    private static final double SHARE_UNITS = 10_000;

    /** The precincts of a range of days. */
    public static Precincts of(String dataset, DailyCounts counts) {
        PrecinctShares shares = new PrecinctShares(counts);
        List<PrecinctShares.Share> all = shares.shares();
        return new Precincts(
                dataset,
                counts.from(),
                counts.to(),
                counts.snapshot().freshness().source(),
                counts.snapshot().freshness().stale(),
                counts.snapshot().fetchedAt(),
                shares.precincts(),
                all.stream().mapToInt(PrecinctShares.Share::cell).toArray(),
                all.stream()
                        .mapToInt(share -> Arrays.binarySearch(shares.precincts(), share.precinct()))
                        .toArray(),
                all.stream().mapToInt(PrecinctShares.Share::records).toArray(),
                all.stream()
                        .mapToDouble(share -> Math.round(share.share() * SHARE_UNITS) / SHARE_UNITS)
                        .toArray(),
                shares.daily());
    }
}
