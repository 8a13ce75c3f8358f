package nyc.crime.grid.series;

import java.util.List;
import java.util.Map;
import java.util.function.IntUnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import nyc.crime.grid.areas.AreaIndex;
import nyc.crime.grid.areas.Areas.Area;
import nyc.crime.grid.ingest.AreaStore;
import nyc.crime.grid.ingest.KeptAreas;
import nyc.crime.grid.ingest.RecordMonth;

/**
 * What a city's records are divided into: the areas of a kind, or the city as one. A record's precinct is its own field;
 * any other area holds it by its point.
 *
 * @param kind null for the city
 * @param names of the areas, in order
 * @param index which of them a point is in; null where no point is asked for
 */
public record Division(AreaStore.Kind kind, List<String> names, AreaIndex index) {

    /** One area that holds all. */
    static final Division CITY = new Division(null, List.of("city"), null);

    /** The areas of a kind. */
    public static Division of(AreaStore.Kind kind, KeptAreas known) {
        return new Division(
                kind,
                known.areas().areas().stream().map(Area::name).toList(),
                kind == AreaStore.Kind.PRECINCTS ? null : known.index());
    }

    /** The area of each placed record of a month by its number among the names, or as many as there are for none. */
    IntUnaryOperator of(RecordMonth month) {
        int none = names.size();
        if (kind == null) {
            return record -> 0;
        }
        if (index == null) {
            Map<Integer, Integer> precincts = IntStream.range(0, none)
                    .boxed()
                    .collect(Collectors.toMap(area -> Integer.valueOf(names.get(area)), area -> area));
            return record -> precincts.getOrDefault((int) month.precinct()[record], none);
        }
        return record -> {
            int area = index.at(month.lat()[record], month.lon()[record]);
            return area == AreaIndex.NONE ? none : area;
        };
    }
}
