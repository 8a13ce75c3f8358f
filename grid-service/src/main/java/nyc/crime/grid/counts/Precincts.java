package nyc.crime.grid.counts;

import java.time.LocalDate;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.quarkus.runtime.annotations.RegisterForReflection;

import nyc.crime.grid.areas.AreaIndex;
import nyc.crime.grid.encoding.Provenance;

/**
 * Which precincts the records of each cell belong to, by the records' own precinct field, as JSON: cell, precinct,
 * records and share are columns of one length. Records without a precinct, or with a number no precinct has, are left out.
 *
 * @param dataset such as {@code complaints}
 * @param from first day
 * @param to last day
 * @param provenance what the records are
 * @param precincts numbers of the precincts that occur, ascending
 * @param cell number of the cell
 * @param precinct index into {@code precincts}
 * @param records records of the cell that belong to the precinct
 * @param share their part of the cell's records, 0 to 1
 * @param daily records by day and precinct, in the order of {@code precincts}
 */
@RegisterForReflection
public record Precincts(
        String dataset,
        LocalDate from,
        LocalDate to,
        @JsonUnwrapped Provenance provenance,
        int[] precincts,
        int[] cell,
        int[] precinct,
        int[] records,
        double[] share,
        int[][] daily) {

    /** Counts the records of a range that are in a cell; {@code last} is the highest number of a precinct. */
    public static Precincts of(String dataset, DailyCounts counts, int last) {
        CellShares shares = CellShares.of(counts, last + 1, month -> record -> {
            int precinct = month.precinct()[record];
            return precinct > 0 && precinct <= last ? precinct : AreaIndex.NONE;
        });
        return new Precincts(
                dataset,
                counts.from(),
                counts.to(),
                Provenance.of(counts.snapshot()),
                shares.areas(),
                shares.cell(),
                shares.area(),
                shares.records(),
                shares.share(),
                shares.daily());
    }
}
