package nyc.crime.grid.hotspots;

import java.time.YearMonth;
import java.util.List;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.locationtech.jts.geom.Envelope;

import nyc.crime.grid.encoding.Provenance;
import nyc.crime.grid.georef.City;
import nyc.crime.grid.hotspots.HotSpots.Spot;
import nyc.crime.grid.ingest.Snapshot;

/**
 * Hot and cold spots as GeoJSON (RFC 7946).
 *
 * @param type always FeatureCollection
 * @param dataset such as {@code arrests}
 * @param from the oldest month of the trend
 * @param month the month of the spots
 * @param monthsBefore months before it that the trend is over: as many as were asked for, or fewer where fewer are published
 * @param provenance what the records are
 * @param method how they were found
 * @param alpha rate of false discoveries, and level of the trend test
 * @param cells cells of the city, each of which was tested
 * @param features the spots
 */
@RegisterForReflection
public record HotSpotFeatures(
        String type,
        String dataset,
        YearMonth from,
        YearMonth month,
        int monthsBefore,
        @JsonUnwrapped Provenance provenance,
        String method,
        double alpha,
        int cells,
        List<Feature> features) {

    private static final String METHOD =
            "Getis-Ord Gi* on the forecast grid's cells in the city; neighbourhood: the cell"
                    + " and its up to eight neighbours in the city, weight 1; two-sided p from the normal distribution;"
                    + " Benjamini-Hochberg over all cells of the city, by month; trend: Mann-Kendall on Gi* over the months";

    /** A spot: a cell of the forecast grid. */
    @RegisterForReflection
    public record Feature(String type, String id, Properties properties, Polygon geometry) {}

    /**
     * What is known of a spot.
     *
     * @param row row of the cell
     * @param col column of the cell
     * @param borough the borough, or other outline of the city, that has most of it
     * @param records records of the month
     * @param z Gi* of the month
     * @param p its two-sided p-value
     * @param q its p-value after correction
     * @param kind hot or cold
     * @param now whether it is one in this month
     * @param pattern how it came about
     * @param months months in which it is one
     * @param trend of Gi* over the months
     */
    @RegisterForReflection
    public record Properties(
            int row,
            int col,
            String borough,
            int records,
            double z,
            double p,
            double q,
            String kind,
            boolean now,
            @JsonProperty("class") Pattern pattern,
            int months,
            MannKendall trend) {}

    /** The cell's rectangle, counter-clockwise. */
    @RegisterForReflection
    public record Polygon(String type, double[][][] coordinates) {

        static Polygon of(Envelope cell) {
            return new Polygon("Polygon", new double[][][] {
                {
                    {cell.getMinX(), cell.getMinY()},
                    {cell.getMaxX(), cell.getMinY()},
                    {cell.getMaxX(), cell.getMaxY()},
                    {cell.getMinX(), cell.getMaxY()},
                    {cell.getMinX(), cell.getMinY()}
                }
            });
        }
    }

    /** The spots of the last month of a snapshot. */
    public static HotSpotFeatures of(String dataset, Snapshot snapshot, City city, double alpha, List<Spot> spots) {
        return new HotSpotFeatures(
                "FeatureCollection",
                dataset,
                snapshot.months().get(0).month(),
                snapshot.months().get(snapshot.months().size() - 1).month(),
                snapshot.months().size() - 1,
                Provenance.of(snapshot),
                METHOD,
                alpha,
                city.maskedIn(),
                spots.stream().map(spot -> feature(city, spot)).toList());
    }

    private static Feature feature(City city, Spot spot) {
        int cols = city.forecast().cols();
        Properties properties = new Properties(
                spot.cell() / cols,
                spot.cell() % cols,
                city.boroughs().get(city.borough(spot.cell())),
                spot.count(),
                spot.z(),
                spot.p(),
                spot.q(),
                spot.hot() ? "hot" : "cold",
                spot.now(),
                spot.pattern(),
                spot.monthsSignificant(),
                spot.trend());
        return new Feature(
                "Feature",
                city.forecast().name(spot.cell()),
                properties,
                Polygon.of(city.forecast().envelope(spot.cell())));
    }
}
