package nyc.crime.standin.sample;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * The aggregate figures that the sample city is made from. They were counted from real rows (by CityProfiler, among the
 * tests); no row is in them, and no offence of which a place has a single record.
 *
 * @param arrests figures of arrests
 * @param complaints figures of complaints
 */
@RegisterForReflection
public record CityProfile(Kind arrests, Kind complaints) {

    static final double SOUTH = 40.49613;
    static final double WEST = -74.25559;
    static final double NORTH = 40.91553;
    static final double EAST = -73.70001;
    static final int ROWS = 67;
    static final int COLS = 50;
    /** Each cell is cut into so many parts along each side. */
    static final int PARTS = 4;

    private static final String RESOURCE = "/sample-city.json.gz";

    /**
     * Figures of one kind of record.
     *
     * @param categories law categories as the data has them, strange ones too
     * @param offences offence names; the last one is blank
     * @param kyCodes each offence's key code, or blank
     * @param levels records expected for each year: by month (12) and category
     * @param weekday factor of each day of the week, Monday first
     * @param firstOfMonth factor of a first day of a month
     * @param newYear factor of 1 January
     * @param thanksgiving factor of Thanksgiving
     * @param christmas factor of 25 December
     * @param spread variance of a day's count over its mean
     * @param zones where records are, and what they are there
     * @param rest for each category (first index) and offence, how often it was too rare in a place to be told there
     * @param stations for each precinct its busiest place (latitude, longitude) and that place's share of the records
     * @param zeroCoordinates share of rows at 0, 0
     * @param missingCoordinates share of rows without a place
     * @param wrongPrecinct share of rows with a precinct that does not exist
     */
    @RegisterForReflection
    public record Kind(
            List<String> categories,
            List<String> offences,
            List<String> kyCodes,
            Map<Integer, int[][]> levels,
            double[] weekday,
            double firstOfMonth,
            double newYear,
            double thanksgiving,
            double christmas,
            double spread,
            List<Zone> zones,
            int[][] rest,
            Map<Integer, double[]> stations,
            double zeroCoordinates,
            double missingCoordinates,
            double wrongPrecinct) {}

    /**
     * An area with one mix of records.
     *
     * @param precinct its police precinct
     * @param cells its cells
     * @param mix category, offence and count, over and over; offence -1 stands for those too rare to be told
     */
    @RegisterForReflection
    public record Zone(int precinct, List<Cell> cells, int[] mix) {}

    /**
     * A cell of the 67 by 50 grid.
     *
     * @param cell row from the south times 50 plus column from the west
     * @param weight its share of the zone's records, as a whole number
     * @param parts weights of its 16 parts, a hexadecimal digit each, rows from the south; 0 is water or empty land
     */
    @RegisterForReflection
    public record Cell(int cell, int weight, String parts) {}

    /** The figures that come with the program. */
    static CityProfile load() {
        try (InputStream in = new GZIPInputStream(CityProfile.class.getResourceAsStream(RESOURCE))) {
            return new ObjectMapper().readValue(in, CityProfile.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
