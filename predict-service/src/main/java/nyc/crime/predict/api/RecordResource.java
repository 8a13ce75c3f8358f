package nyc.crime.predict.api;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

import nyc.crime.http.CachedResponse;
import nyc.crime.predict.grid.Provenance;
import nyc.crime.predict.record.ForecastRecord;

/** The record of what was said beforehand. */
@Path("/v1/record")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Record")
public class RecordResource {

    private final ForecastRecord record;
    private final ResponseCache responses;

    RecordResource(ForecastRecord record, ResponseCache responses) {
        this.record = record;
        this.responses = responses;
    }

    /** Scores with what the counts are. */
    @RegisterForReflection
    public record RecordScores(
            @JsonUnwrapped Provenance data, @JsonUnwrapped ForecastRecord.Scores scores) {}

    private record ScoresQuestion() {}

    /** What is on record. */
    @GET
    @Operation(
            operationId = "record",
            summary =
                    "Forecasts that were issued before their days came, each sealed by a hash over it and the one before")
    @APIResponseSchema(ForecastRecord.RecordListing.class)
    public ForecastRecord.RecordListing list() {
        return record.list();
    }

    /** How they came out. */
    @GET
    @Path("/scores")
    @Operation(
            operationId = "recordScores",
            summary = "Scores of the forecasts on record whose days are published, as they were issued")
    @APIResponseSchema(RecordScores.class)
    public Uni<CachedResponse> scores() {
        return responses.get(new ScoresQuestion(), () -> {
            ForecastRecord.Scored scored = record.scores();
            return new ResponseCache.Answer(
                    MediaType.APPLICATION_JSON,
                    new RecordScores(Provenance.of(scored.span(), scored.freshness()), scored.scores()),
                    scored.freshness());
        });
    }
}
