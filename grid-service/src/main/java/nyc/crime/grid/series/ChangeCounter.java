package nyc.crime.grid.series;

import java.time.LocalDate;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Counts the records of two periods by area, or those of a place by offence, month by month in any order. For one thread.
 */
public final class ChangeCounter {

    private final Changes.Period[] periods;
    private final Division division;
    /** Whose offences are counted; null where areas are. */
    private final Place place;

    private final Map<String, int[]> counts;
    private final int[] elsewhere = new int[2];

    private ChangeCounter(
            Changes.Period a, Changes.Period b, Division division, Place place, Map<String, int[]> counts) {
        periods = new Changes.Period[] {a, b};
        this.division = division;
        this.place = place;
        this.counts = counts;
    }

    /** Counts by area: each has its counts, 0 too. */
    public static ChangeCounter ofAreas(Division division, Changes.Period a, Changes.Period b) {
        Map<String, int[]> none = new LinkedHashMap<>();
        division.names().forEach(name -> none.put(name, new int[2]));
        return new ChangeCounter(a, b, division, null, none);
    }

    /** Counts the records of a place by offence. */
    public static ChangeCounter ofOffences(Place place, Changes.Period a, Changes.Period b) {
        return new ChangeCounter(a, b, place.division(), place, new TreeMap<>());
    }

    /** Counts a month. */
    public void add(AreaMonth month) {
        int[] periodOf = IntStream.rangeClosed(1, month.of().month().lengthOfMonth())
                .map(day -> period(month.of().month().atDay(day)))
                .toArray();
        int areas = division.names().size();
        List<int[]> slots = (place == null ? division.names() : month.offences())
                .stream()
                        .map(name -> counts.computeIfAbsent(name, n -> new int[2]))
                        .toList();
        for (int area = 0; area <= areas; area++) {
            int number = area;
            boolean here = place == null ? area < areas : area == place.area();
            month.each(area, (day, hour, offence, category) -> {
                if (periodOf[day] >= 0) {
                    (here ? slots.get(place == null ? number : offence) : elsewhere)[periodOf[day]]++;
                }
            });
        }
    }

    private int period(LocalDate day) {
        return periods[0].holds(day) ? 0 : periods[1].holds(day) ? 1 : -1;
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
