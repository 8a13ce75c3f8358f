package nyc.crime.predict.grid;

import java.time.LocalDate;
import java.util.List;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.RestResponse;

import nyc.crime.predict.counts.ForecastGrid;

/** The part of grid-service's public API that this service uses. */
@Path("/v1")
@RegisterRestClient(configKey = "grid")
interface GridApi {

    @GET
    @Path("/georef")
    @Produces(MediaType.APPLICATION_JSON)
    RestResponse<GeorefJson> georef();

    @GET
    @Path("/datasets")
    @Produces(MediaType.APPLICATION_JSON)
    RestResponse<DatasetsJson> datasets();

    @GET
    @Path("/counts/{dataset}")
    @Produces("application/x-npy")
    RestResponse<byte[]> counts(
            @RestPath String dataset,
            @RestQuery LocalDate from,
            @RestQuery LocalDate to,
            @RestQuery String group,
            @RestQuery List<String> offence);

    @GET
    @Path("/counts/{dataset}/precincts")
    @Produces(MediaType.APPLICATION_JSON)
    RestResponse<PrecinctsJson> precincts(
            @RestPath String dataset,
            @RestQuery LocalDate from,
            @RestQuery LocalDate to,
            @RestQuery List<String> offence);

    @GET
    @Path("/counts/{dataset}/neighbourhoods")
    @Produces(MediaType.APPLICATION_JSON)
    RestResponse<NeighbourhoodsJson> neighbourhoods(
            @RestPath String dataset,
            @RestQuery LocalDate from,
            @RestQuery LocalDate to,
            @RestQuery List<String> offence);

    /** {@code GET /v1/georef}. */
    record GeorefJson(ForecastGridJson forecast) {}

    /** The forecast grid of {@link GeorefJson}: mask 0 or 1 and borough 0 to 5 for each cell, row-major from the north. */
    record ForecastGridJson(
            int rows, int cols, ForecastGrid.Bounds bounds, int[] mask, int[] borough, List<String> boroughs) {}

    /** {@code GET /v1/datasets}. */
    record DatasetsJson(List<DatasetJson> datasets) {}

    /** One dataset of {@link DatasetsJson}. */
    record DatasetJson(
            String id,
            LocalDate firstDate,
            LocalDate lastDate,
            LocalDate publishedThrough,
            LocalDate completeThrough) {}

    /** {@code GET /v1/counts/{dataset}/precincts}: records by cell and precinct as triples, and by day and precinct. */
    record PrecinctsJson(int[] precincts, int[] cell, int[] precinct, int[] records, int[][] daily) {}

    /** {@code GET /v1/counts/{dataset}/neighbourhoods}: the same by neighbourhood. */
    record NeighbourhoodsJson(
            List<String> neighbourhoods, int[] cell, int[] neighbourhood, int[] records, int[][] daily) {}
}
