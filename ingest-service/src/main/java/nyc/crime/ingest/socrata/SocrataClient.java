package nyc.crime.ingest.socrata;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;

import io.smallrye.mutiny.Uni;
import org.eclipse.microprofile.rest.client.annotation.ClientHeaderParam;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.RestResponse;

/** SODA 2.x on the wire. A parameter that is null is not sent. */
@RegisterRestClient(configKey = "socrata")
@ClientHeaderParam(name = "Accept", value = "application/json")
@ClientHeaderParam(name = "User-Agent", value = "nyc-crime-in-motion/1.0 (ingest-service)")
interface SocrataClient {

    @GET
    @Path("/resource/{id}.json")
    Uni<RestResponse<byte[]>> query(
            @PathParam("id") String id,
            @RestQuery("$select") String select,
            @RestQuery("$where") String where,
            @RestQuery("$group") String group,
            @RestQuery("$order") String order,
            @RestQuery("$limit") Integer limit,
            @RestQuery("$offset") Integer offset,
            @HeaderParam("Accept-Encoding") String acceptEncoding,
            @HeaderParam("X-App-Token") String appToken,
            @HeaderParam("If-None-Match") String ifNoneMatch,
            @HeaderParam("If-Modified-Since") String ifModifiedSince);
}
