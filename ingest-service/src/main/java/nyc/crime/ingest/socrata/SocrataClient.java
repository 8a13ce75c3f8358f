package nyc.crime.ingest.socrata;

import java.io.InputStream;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.MediaType;

import io.smallrye.mutiny.Uni;
import org.eclipse.microprofile.rest.client.annotation.ClientHeaderParam;
import org.eclipse.microprofile.rest.client.annotation.RegisterProvider;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.RestResponse;

/** SODA 2.x and SODA 3 on the wire. A parameter that is null is not sent. */
@RegisterRestClient(configKey = "socrata")
@RegisterProvider(ResponseDeadline.class)
@ClientHeaderParam(name = "Accept", value = "application/json, application/vnd.geo+json")
@ClientHeaderParam(name = "User-Agent", value = "nyc-crime-in-motion/1.0 (ingest-service)")
interface SocrataClient {

    @GET
    @Path("/resource/{id}.{format}")
    Uni<RestResponse<InputStream>> soda2(
            @PathParam("id") String id,
            @PathParam("format") SoqlQuery.Format format,
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

    @POST
    @Path("/api/v3/views/{id}/query.{format}")
    @Consumes(MediaType.APPLICATION_JSON)
    Uni<RestResponse<InputStream>> soda3(
            @PathParam("id") String id,
            @PathParam("format") SoqlQuery.Format format,
            String query,
            @HeaderParam("Accept-Encoding") String acceptEncoding,
            @HeaderParam("X-App-Token") String appToken);

    /** The way of asking SODA 3 that can be answered with 304. */
    @GET
    @Path("/api/v3/views/{id}/query.{format}")
    Uni<RestResponse<InputStream>> soda3IfModified(
            @PathParam("id") String id,
            @PathParam("format") SoqlQuery.Format format,
            @RestQuery("query") String query,
            @RestQuery("includeSynthetic") boolean includeSynthetic,
            @HeaderParam("Accept-Encoding") String acceptEncoding,
            @HeaderParam("X-App-Token") String appToken,
            @HeaderParam("If-None-Match") String ifNoneMatch,
            @HeaderParam("If-Modified-Since") String ifModifiedSince);
}
