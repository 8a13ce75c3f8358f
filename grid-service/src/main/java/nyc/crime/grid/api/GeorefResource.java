package nyc.crime.grid.api;

import java.util.List;
import java.util.stream.IntStream;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.common.annotation.NonBlocking;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

import nyc.crime.grid.encoding.GridShape;
import nyc.crime.grid.encoding.Media;
import nyc.crime.grid.encoding.UnsignedBytes;
import nyc.crime.grid.georef.City;
import nyc.crime.grid.georef.Georef;

/** The one georeference: both grids, and the mask and borough of each cell. */
@Path("/v1/georef")
@Tag(name = "georeference", description = "Where the cells are")
@NonBlocking
@RegisterForReflection
public class GeorefResource {

    private final Georeference georef;

    GeorefResource(City city) {
        Georef forecast = city.forecast();
        georef = new Georeference(
                HeatGrid.of(Georef.HEAT),
                new ForecastGrid(
                        HeatGrid.of(forecast),
                        city.maskedIn(),
                        city.mask(),
                        IntStream.range(0, forecast.cells()).map(city::borough).toArray(),
                        city.boroughs()),
                City.ATTRIBUTION);
    }

    /**
     * The georeference.
     *
     * @param heat the grid of the heat maps
     * @param forecast the grid of daily counts, hot spots and forecasts
     * @param attribution whose outlines were used
     */
    @RegisterForReflection
    public record Georeference(HeatGrid heat, ForecastGrid forecast, String attribution) {}

    /**
     * A grid.
     *
     * @param shape rows, columns, bounds
     * @param cellDegrees size of a cell in degrees
     * @param cellMetres size of a cell on the ground, at the middle latitude
     */
    @RegisterForReflection
    public record HeatGrid(@JsonUnwrapped GridShape shape, CellDegrees cellDegrees, CellMetres cellMetres) {

        static HeatGrid of(Georef grid) {
            return new HeatGrid(
                    GridShape.of(grid),
                    new CellDegrees(grid.latDegrees(), grid.lonDegrees()),
                    new CellMetres(grid.northSouthMetres(), grid.eastWestMetres()));
        }
    }

    /** Height and width in degrees. */
    @RegisterForReflection
    public record CellDegrees(double lat, double lon) {}

    /** Height and width in metres. */
    @RegisterForReflection
    public record CellMetres(double northSouth, double eastWest) {}

    /**
     * The forecast grid.
     *
     * @param grid the grid
     * @param maskedIn cells in the city
     * @param mask 1 for each cell in the city, 0 outside
     * @param borough number of each cell's borough, 0 = none
     * @param boroughs names of the boroughs by number
     */
    @RegisterForReflection
    public record ForecastGrid(
            @JsonUnwrapped HeatGrid grid,
            int maskedIn,

            @JsonSerialize(using = UnsignedBytes.class) @Schema(type = SchemaType.ARRAY, implementation = int.class)
            byte[] mask,

            int[] borough,
            List<String> boroughs) {}

    /** Heat grid and forecast grid with mask and borough of each cell. */
    @GET
    @Produces(Media.JSON)
    @Operation(
            operationId = "georef",
            summary = "Both grids: bounds, size, row order, cell size; mask and borough per cell of the forecast grid")
    public Georeference georef() {
        return georef;
    }
}
