package nyc.crime.ingest.api;

import java.time.Clock;
import java.util.List;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;

import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.RestResponse;

import nyc.crime.ingest.records.Form;
import nyc.crime.ingest.records.MonthKey;
import nyc.crime.ingest.records.MonthService;

/** Months and years of records. */
@Path("/v1/records/{dataset}")
public class RecordsResource {

    private final MonthService months;
    private final RequestParameters parameters;
    private final Clock clock;

    RecordsResource(MonthService months, RequestParameters parameters, Clock clock) {
        this.months = months;
        this.parameters = parameters;
        this.clock = clock;
    }

    /** A whole month as JSON columns. */
    @GET
    @Path("/{month}")
    @Produces(MediaType.APPLICATION_JSON)
    public Uni<RestResponse<byte[]>> json(
            @RestPath String dataset,
            @RestPath String month,
            @RestQuery List<String> columns,
            @Context HttpServerRequest request) {
        return answer(dataset, month, Form.Format.JSON, columns, request);
    }

    private Uni<RestResponse<byte[]>> answer(
            String dataset, String month, Form.Format format, List<String> columns, HttpServerRequest request) {
        MonthKey key = parameters.month(dataset, month);
        Form form = parameters.form(format, columns);
        return months.get(key, form).map(encoded -> MonthResponse.of(encoded, request, clock));
    }
}
