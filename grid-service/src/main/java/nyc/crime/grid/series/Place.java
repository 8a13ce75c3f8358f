package nyc.crime.grid.series;

import java.util.function.IntPredicate;

import nyc.crime.grid.areas.AreaIndex;
import nyc.crime.grid.ingest.RecordMonth;

/**
 * Which records are of an area. A record's precinct is its own field; any other area holds it by its point.
 *
 * @param name as in parameters, {@code precinct:75}, or {@code city}
 * @param precinct the precinct's number, or 0
 * @param index of the areas of its kind, or null
 * @param area its number among them
 */
public record Place(String name, int precinct, AreaIndex index, int area) {

    /** All records. */
    public static final Place CITY = new Place("city", 0, null, 0);

    /** Tells of the placed records of a month, by their number, whether they are here. */
    IntPredicate in(RecordMonth month) {
        if (precinct > 0) {
            return record -> month.precinct()[record] == precinct;
        }
        return index == null ? record -> true : record -> index.at(month.lat()[record], month.lon()[record]) == area;
    }
}
