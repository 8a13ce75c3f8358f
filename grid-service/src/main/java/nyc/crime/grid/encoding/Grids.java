package nyc.crime.grid.encoding;

import java.time.YearMonth;
import java.util.Collection;
import java.util.List;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

import nyc.crime.grid.georef.Georef;
import nyc.crime.grid.heatmap.Filter;
import nyc.crime.grid.heatmap.Heat;
import nyc.crime.grid.heatmap.MonthTotals;
import nyc.crime.grid.ingest.Category;
import nyc.crime.grid.ingest.Datasets.Offence;
import nyc.crime.grid.ingest.Snapshot;

/**
 * The grids of one or more months as JSON.
 *
 * @param dataset such as {@code arrests}
 * @param period the month or year asked for
 * @param provenance what the records are
 * @param shape the grid
 * @param scale value per cell that is drawn as 255
 * @param scaleMonths of how many months the scale is
 * @param smooth standard deviation of the Gaussian kernel in metres, 0 = exact counts
 * @param categories the categories asked for, if not all; of {@link CompactGrids} always the categories of its counts
 * @param offences the offences asked for, if not all
 * @param missing published months that cannot be had now; they are not zero
 * @param months one grid a month
 */
@RegisterForReflection
public record Grids(
        String dataset,
        String period,
        @JsonUnwrapped Provenance provenance,
        @JsonUnwrapped GridShape shape,
        float scale,
        int scaleMonths,
        double smooth,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) Collection<String> categories,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> offences,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<YearMonth> missing,
        List<MonthGrid> months) {

    /**
     * The grid of a month.
     *
     * @param records records that were asked for
     * @param inBounds those of them in a cell
     * @param outside those of them that have a place outside of the grid
     * @param unplaced those of them without a place
     * @param values rows × cols intensities, 0 to 255
     */
    @RegisterForReflection
    public record MonthGrid(
            YearMonth month,
            int records,
            int inBounds,
            int outside,
            int unplaced,

            @JsonInclude(JsonInclude.Include.NON_NULL)
            @JsonSerialize(using = UnsignedBytes.class)
            @Schema(type = SchemaType.ARRAY, implementation = int.class)
            byte[] values) {}

    /** All but the values: what {@link CompactGrids} begin with. */
    static Grids head(
            String dataset,
            String period,
            Filter filter,
            Snapshot records,
            Georef georef,
            float scale,
            int scaleMonths,
            Collection<Category> categories,
            List<MonthTotals> months) {
        return new Grids(
                dataset,
                period,
                Provenance.of(records),
                GridShape.of(georef),
                scale,
                scaleMonths,
                0,
                categories.stream().map(Category::name).toList(),
                filter.offences().stream().map(Offence::name).toList(),
                records.missing().keySet().stream().sorted().toList(),
                months.stream().map(month -> of(month, null)).toList());
    }

    static Grids of(GridEncoder grids) {
        Heat heat = grids.heat();
        return new Grids(
                grids.dataset(),
                grids.period(),
                Provenance.of(grids.records()),
                GridShape.of(heat.georef()),
                heat.scale(),
                heat.months().size(),
                heat.smooth(),
                grids.filter().categories().stream().map(Category::name).toList(),
                grids.filter().offences().stream().map(Offence::name).toList(),
                List.of(),
                grids.months().stream()
                        .map(month -> of(month.totals(), heat.drawn(month)))
                        .toList());
    }

    private static MonthGrid of(MonthTotals totals, byte[] values) {
        return new MonthGrid(
                totals.month(), totals.records(), totals.inBounds(), totals.outside(), totals.unplaced(), values);
    }
}
