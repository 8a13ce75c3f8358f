package nyc.crime.grid.series;

/**
 * An area, or the city.
 *
 * @param name as in parameters, {@code precinct:75}, or {@code city}
 * @param division what it is one of
 * @param area its number among them
 */
public record Place(String name, Division division, int area) {

    /** All records. */
    public static final Place CITY = new Place("city", Division.CITY, 0);
}
