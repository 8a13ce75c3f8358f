package nyc.crime.grid.ingest;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import org.eclipse.microprofile.rest.client.annotation.RegisterProvider;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;

/** The part of ingest-service's public API that this service uses. */
@Path("/v1")
@RegisterRestClient(configKey = "ingest")
@RegisterProvider(IngestAnswer.Reader.class)
interface IngestApi {

    /** The datasets there are. */
    @GET
    @Path("/datasets")
    @Produces("application/json")
    Uni<IngestAnswer> datasets();

    /** The areas of a kind as GeoJSON. */
    @GET
    @Path("/areas/{kind}")
    @Produces("application/geo+json")
    Uni<IngestAnswer> areas(@RestPath String kind);

    /** One month as a JSON object. */
    @GET
    @Path("/records/{dataset}/{month}")
    @Produces("application/json")
    Uni<IngestAnswer> month(@RestPath String dataset, @RestPath String month, @RestQuery String columns);

    /** The months of a year, one JSON object a line, as they arrive. */
    @GET
    @Path("/records/{dataset}/{year}")
    @Produces("application/x-ndjson")
    Multi<IngestAnswer> year(
            @RestPath String dataset,
            @RestPath String year,
            @RestQuery String columns,
            @HeaderParam(HttpHeaders.ACCEPT_ENCODING) String encoding);
}
