package nyc.crime.grid.heatmap;

import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import nyc.crime.grid.georef.Georef;
import nyc.crime.grid.ingest.RecordMonth;
import nyc.crime.grid.ingest.Snapshot;

/**
 * The grids of a year in the making: each month's records are binned as soon as they are there, while the next month is
 * still on its way. Until the year is whole only the cells with records are held, at most 8 bytes a record, whatever the
 * size of the grid. Thread-safe.
 */
public final class HeatBuilder {

    private final Georef georef;
    private final Filter filter;
    private final double smooth;
    private final Map<YearMonth, Binned> arrived = new ConcurrentHashMap<>();

    /**
     * A year of which nothing is there yet.
     *
     * @param georef the grid
     * @param filter which records count
     * @param smooth standard deviation of the Gaussian kernel in metres, 0 = none
     */
    public HeatBuilder(Georef georef, Filter filter, double smooth) {
        this.georef = georef;
        this.filter = filter;
        this.smooth = smooth;
    }

    private record Binned(RecordMonth of, MonthTotals totals, int[] occupied, int[] counts) {}

    /** Bins a month of the year. */
    public void add(RecordMonth month) {
        arrived.put(month.month(), bin(month));
    }

    /** The grids of the year's months; those that were not added are binned now. */
    public Heat build(Snapshot year) {
        List<Heat.Month> months = new ArrayList<>();
        for (RecordMonth records : year.months()) {
            Binned early = arrived.get(records.month());
            months.add(drawable(early != null && early.of() == records ? early : bin(records)));
        }
        return new Heat(georef, months, smooth, Heat.scaleOf(months));
    }

    private Binned bin(RecordMonth month) {
        MonthCounts counted = filter.count(month, georef);
        int[] occupied = Heat.occupied(georef.cells(), cell -> counted.counts()[cell] > 0);
        int[] counts = new int[occupied.length];
        for (int i = 0; i < occupied.length; i++) {
            counts[i] = counted.counts()[occupied[i]];
        }
        return new Binned(month, counted.totals(), occupied, counts);
    }

    private Heat.Month drawable(Binned month) {
        float[] values = new float[georef.cells()];
        for (int i = 0; i < month.occupied().length; i++) {
            values[month.occupied()[i]] = month.counts()[i];
        }
        if (smooth == 0) {
            return new Heat.Month(month.totals(), values, month.occupied());
        }
        float[] spread = GaussianKernel.of(georef, smooth).spread(values);
        return new Heat.Month(month.totals(), spread, Heat.occupied(spread.length, cell -> spread[cell] > 0));
    }
}
