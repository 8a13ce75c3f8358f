package nyc.crime.grid.series;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntUnaryOperator;

import nyc.crime.grid.areas.AreaIndex;
import nyc.crime.grid.ingest.RecordMonth;

/** Counts the records of two periods by area, month by month in any order. Thread-safe. */
public final class AreaCounter {

    private final List<String> ids;
    private final boolean byPrecinct;
    private final AreaIndex index;
    private final List<Changes.Period> periods;
    private final List<int[]> counts = new ArrayList<>();

    /**
     * Nothing is counted yet.
     *
     * @param ids names of the areas
     * @param byPrecinct whether they are precincts, which records name themselves
     * @param index of the areas
     */
    public AreaCounter(List<String> ids, boolean byPrecinct, AreaIndex index, List<Changes.Period> periods) {
        this.ids = ids;
        this.byPrecinct = byPrecinct;
        this.index = index;
        this.periods = periods;
        periods.forEach(period -> counts.add(new int[ids.size() + 1]));
    }

    /** Counts a month. */
    public synchronized void add(RecordMonth month) {
        IntUnaryOperator areaOf = areaOf(month);
        for (int day = 0; day < month.month().lengthOfMonth(); day++) {
            LocalDate date = month.month().atDay(day + 1);
            for (int period = 0; period < periods.size(); period++) {
                if (periods.get(period).holds(date)) {
                    int[] count = counts.get(period);
                    for (int i = month.dayStart()[day]; i < month.dayStart()[day + 1]; i++) {
                        int area = areaOf.applyAsInt(i);
                        count[area == AreaIndex.NONE ? ids.size() : area]++;
                    }
                }
            }
        }
    }

    private IntUnaryOperator areaOf(RecordMonth month) {
        if (!byPrecinct) {
            return record -> index.at(month.lat()[record], month.lon()[record]);
        }
        Map<String, Integer> areas = new HashMap<>();
        for (int i = 0; i < ids.size(); i++) {
            areas.put(ids.get(i), i);
        }
        return record -> areas.getOrDefault(Short.toString(month.precinct()[record]), AreaIndex.NONE);
    }

    /** The counts of a period by area, then of those in none. */
    public synchronized int[] counts(int period) {
        return counts.get(period).clone();
    }
}
