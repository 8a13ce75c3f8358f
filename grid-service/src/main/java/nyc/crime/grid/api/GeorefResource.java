package nyc.crime.grid.api;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.common.annotation.NonBlocking;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

import nyc.crime.city.Cities;
import nyc.crime.city.CityProfile;
import nyc.crime.grid.encoding.GridShape;
import nyc.crime.grid.encoding.Media;
import nyc.crime.grid.encoding.UnsignedBytes;
import nyc.crime.grid.georef.City;
import nyc.crime.grid.georef.Georef;
import nyc.crime.grid.ingest.AreaStore;

/** The one georeference: both grids, and the mask and borough of each cell. */
@Path("/v1/georef")
@Tag(name = "georeference", description = "Where the cells are")
@NonBlocking
@RegisterForReflection
public class GeorefResource {

    private final City city;
    private final CityProfile profile;
    private final String id;

    GeorefResource(City city, CityProfile profile, @ConfigProperty(name = Cities.ID) String id) {
        this.city = city;
        this.profile = profile;
        this.id = id;
    }

    private Georeference made() {
        Georef forecast = city.forecast();
        CityProfile.Bounds heat = profile.heat();
        return new Georeference(
                new About(id, profile.name(), profile.zone().getId()),
                new Centre((heat.south() + heat.north()) / 2, (heat.west() + heat.east()) / 2),
                profile.datasets().entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .map(dataset ->
                                new Dataset(dataset.getKey(), dataset.getValue().title()))
                        .toList(),
                profile.categoryNames(),
                Arrays.stream(AreaStore.Kind.values())
                        .filter(kind -> profile.areas().containsKey(kind.toString()))
                        .map(this::kind)
                        .toList(),
                HeatGrid.of(city.heat()),
                new ForecastGrid(
                        HeatGrid.of(forecast),
                        city.maskedIn(),
                        city.mask(),
                        IntStream.range(0, forecast.cells()).map(city::borough).toArray(),
                        city.boroughs()),
                profile.outlines().attribution());
    }

    private AreaKind kind(AreaStore.Kind kind) {
        CityProfile.Area area = profile.areas().get(kind.toString());
        return new AreaKind(
                kind.toString(),
                kind.singular(),
                area.word(),
                area.words(),
                area.source().isPresent());
    }

    /**
     * The georeference.
     *
     * @param city which city this is
     * @param centre the middle of the heat maps
     * @param datasets its datasets
     * @param categories names of its categories, by number
     * @param areaKinds its kinds of areas
     * @param heat the grid of the heat maps
     * @param forecast the grid of daily counts, hot spots and forecasts
     * @param attribution whose outlines were used
     */
    @RegisterForReflection
    public record Georeference(
            About city,
            Centre centre,
            List<Dataset> datasets,
            List<String> categories,
            List<AreaKind> areaKinds,
            HeatGrid heat,
            ForecastGrid forecast,
            String attribution) {}

    /**
     * A city.
     *
     * @param id of its profile
     * @param name for people
     * @param zone its time zone
     */
    @RegisterForReflection
    @Schema(name = "City")
    public record About(String id, String name, String zone) {}

    /** A point, degrees. */
    @RegisterForReflection
    public record Centre(double lat, double lon) {}

    /** A dataset and its title. */
    @RegisterForReflection
    @Schema(name = "CityDataset")
    public record Dataset(String id, String title) {}

    /**
     * A kind of areas.
     *
     * @param kind its name in paths
     * @param singular the name of one of them in parameters, as in {@code precinct:75}
     * @param word what the city calls one of them
     * @param words what the city calls several
     * @param outlined whether their outlines are known
     */
    @RegisterForReflection
    @Schema(name = "CityAreaKind")
    public record AreaKind(String kind, String singular, String word, String words, boolean outlined) {}

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
        return made();
    }
}
