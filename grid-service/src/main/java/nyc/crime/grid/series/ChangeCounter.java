package nyc.crime.grid.series;

import java.time.LocalDate;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import java.util.function.IntUnaryOperator;

import nyc.crime.grid.areas.AreaIndex;
import nyc.crime.grid.ingest.RecordMonth;

/**
 * Counts the records of two periods by area, or those of a place by offence, month by month in any order. Thread-safe.
 */
public final class ChangeCounter {

    /** How the records of a month are told apart. */
    private interface Groups {

        List<String> names(RecordMonth month);

        /** The group of each record, by its number among the names; {@link AreaIndex#NONE} for those of none. */
        IntUnaryOperator of(RecordMonth month);
    }

    private final Changes.Period[] periods;
    private final Groups groups;
    private final Map<String, int[]> counts;
    private final int[] elsewhere = new int[2];

    private ChangeCounter(Changes.Period a, Changes.Period b, Groups groups, Map<String, int[]> counts) {
        periods = new Changes.Period[] {a, b};
        this.groups = groups;
        this.counts = counts;
    }

    /**
     * Counts by area: each has its counts, 0 too.
     *
     * @param ids names of the areas
     * @param byPrecinct whether they are precincts, which records name themselves
     * @param index of the areas
     */
    public static ChangeCounter ofAreas(
            List<String> ids, boolean byPrecinct, AreaIndex index, Changes.Period a, Changes.Period b) {
        Map<String, int[]> none = new LinkedHashMap<>();
        Map<Integer, Integer> precincts = new HashMap<>();
        for (int i = 0; i < ids.size(); i++) {
            none.put(ids.get(i), new int[2]);
            if (byPrecinct) {
                precincts.put(Integer.valueOf(ids.get(i)), i);
            }
        }
        Groups areas = new Groups() {
            @Override
            public List<String> names(RecordMonth month) {
                return ids;
            }

            @Override
            public IntUnaryOperator of(RecordMonth month) {
                return byPrecinct
                        ? record -> precincts.getOrDefault((int) month.precinct()[record], AreaIndex.NONE)
                        : record -> index.at(month.lat()[record], month.lon()[record]);
            }
        };
        return new ChangeCounter(a, b, areas, none);
    }

    /** Counts the records of a place by offence. */
    public static ChangeCounter ofOffences(Place place, Changes.Period a, Changes.Period b) {
        Groups offences = new Groups() {
            @Override
            public List<String> names(RecordMonth month) {
                return month.offences();
            }

            @Override
            public IntUnaryOperator of(RecordMonth month) {
                IntPredicate here = place.in(month);
                return record -> here.test(record) ? month.offence()[record] : AreaIndex.NONE;
            }
        };
        return new ChangeCounter(a, b, offences, new TreeMap<>());
    }

    /** Counts a month. */
    public synchronized void add(RecordMonth month) {
        List<int[]> slots = groups.names(month).stream()
                .map(name -> counts.computeIfAbsent(name, n -> new int[2]))
                .toList();
        IntUnaryOperator groupOf = groups.of(month);
        for (int day = 0; day < month.month().lengthOfMonth(); day++) {
            LocalDate date = month.month().atDay(day + 1);
            for (int period = 0; period < periods.length; period++) {
                if (periods[period].holds(date)) {
                    for (int i = month.dayStart()[day]; i < month.dayStart()[day + 1]; i++) {
                        int group = groupOf.applyAsInt(i);
                        (group == AreaIndex.NONE ? elsewhere : slots.get(group))[period]++;
                    }
                }
            }
        }
    }

    /** The counts of both periods by area or offence, in order, once everything is counted. */
    public Map<String, int[]> counts() {
        return Collections.unmodifiableMap(counts);
    }

    /** The placed records of both periods that are in none of the areas, or not of the place. */
    public int[] elsewhere() {
        return elsewhere.clone();
    }
}
