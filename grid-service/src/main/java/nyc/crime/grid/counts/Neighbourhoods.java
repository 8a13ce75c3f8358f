package nyc.crime.grid.counts;

import java.time.LocalDate;
import java.util.List;
import java.util.stream.IntStream;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.quarkus.runtime.annotations.RegisterForReflection;

import nyc.crime.grid.areas.Areas;
import nyc.crime.grid.encoding.Provenance;
import nyc.crime.grid.ingest.KeptAreas;

/**
 * Which neighbourhoods the records of each cell are in, by the records' points, as JSON: cell, neighbourhood, records and
 * share are columns of one length. Records in no neighbourhood are left out.
 *
 * @param dataset such as {@code complaints}
 * @param from first day
 * @param to last day
 * @param provenance what the records are
 * @param neighbourhoods names of the neighbourhoods that occur
 * @param cell number of the cell
 * @param neighbourhood index into {@code neighbourhoods}
 * @param records records of the cell that are in the neighbourhood
 * @param share their part of the cell's records that are in any, 0 to 1
 * @param daily records by day and neighbourhood, in the order of {@code neighbourhoods}
 */
@RegisterForReflection
public record Neighbourhoods(
        String dataset,
        LocalDate from,
        LocalDate to,
        @JsonUnwrapped Provenance provenance,
        List<String> neighbourhoods,
        int[] cell,
        int[] neighbourhood,
        int[] records,
        double[] share,
        int[][] daily) {

    /** Counts the records of a range that are in a cell. */
    public static Neighbourhoods of(String dataset, DailyCounts counts, KeptAreas known) {
        List<Areas.Area> areas = known.areas().areas();
        CellShares shares = CellShares.of(
                counts, areas.size(), month -> record -> known.index().at(month.lat()[record], month.lon()[record]));
        return new Neighbourhoods(
                dataset,
                counts.from(),
                counts.to(),
                Provenance.of(counts.snapshot()),
                IntStream.of(shares.areas())
                        .mapToObj(area -> areas.get(area).name())
                        .toList(),
                shares.cell(),
                shares.area(),
                shares.records(),
                shares.share(),
                shares.daily());
    }
}
