package nyc.crime.grid.api;

import java.time.YearMonth;
import java.util.List;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;

import nyc.crime.grid.encoding.Media;
import nyc.crime.grid.encoding.Provenance;
import nyc.crime.grid.georef.City;
import nyc.crime.grid.heatmap.Filter;
import nyc.crime.grid.hotspots.HotSpotFeatures;
import nyc.crime.grid.hotspots.HotSpots;
import nyc.crime.grid.ingest.Publication;
import nyc.crime.grid.ingest.RecordStore;
import nyc.crime.grid.ingest.Snapshot;
import nyc.crime.http.CachedResponse;
import nyc.crime.http.Problems;
import nyc.crime.http.Representation;

/** Hot spots of a month. */
@Path("/v1/hotspots/{dataset}/{month}")
@Tag(name = "hot spots", description = "Cells with more or fewer records than chance")
@RegisterForReflection
public class HotspotResource {

    private static final double ALPHA = 0.05;
    private static final int SHORTEST_TREND = 3;

    private final RecordStore records;
    private final City city;
    private final ResponseCache responses;
    private final RequestValidator validator;
    private final ObjectMapper json;

    HotspotResource(
            RecordStore records, City city, ResponseCache responses, RequestValidator validator, ObjectMapper json) {
        this.records = records;
        this.city = city;
        this.responses = responses;
        this.validator = validator;
        this.json = json;
    }

    /** Hot and cold spots of a month and how they came about over the months before. */
    @GET
    @Produces({Media.GEO_JSON, Media.JSON})
    @Operation(
            operationId = "hotspots",
            summary = "Hot and cold spots of a month (Gi*, corrected) with their class over the months before")
    @APIResponse(
            responseCode = "200",
            description = "A FeatureCollection (RFC 7946), one cell each",
            content = {
                @Content(mediaType = Media.GEO_JSON, schema = @Schema(implementation = HotSpotFeatures.class)),
                @Content(mediaType = Media.JSON, schema = @Schema(implementation = HotSpotFeatures.class))
            })
    public Uni<Representation> hotspots(
            @Parameter(example = "arrests") @RestPath String dataset,
            @Parameter(example = "2024-12") @RestPath String month,
            @Parameter(description = "only records of these categories", example = "felony") @RestQuery
                    List<String> category,
            @Parameter(description = "only records of these offences") @RestQuery List<String> offence,
            @Parameter(description = "months before, as far as they are published")
                    @RestQuery
                    @DefaultValue("11")
                    @Min(SHORTEST_TREND)
                    @Max(35)
                    int history,
            @Context HttpHeaders headers) {
        YearMonth last = RequestValidator.month("month", month);
        RequestValidator.dataset(dataset);
        String type = headers.getAcceptableMediaTypes().get(0).toString();
        return validator
                .filter(dataset, category, offence)
                .chain(filter -> records.publication(dataset).chain(of -> {
                    of.require("month", last);
                    YearMonth first = first(of, last, history);
                    return responses.get(
                            new Key(of, first, last, filter, type),
                            () -> records.months(of, first, last),
                            snapshot -> CachedResponse.of(
                                    type,
                                    geoJson(dataset, snapshot, filter),
                                    Provenance.of(snapshot).headers(),
                                    snapshot.freshness()));
                }));
    }

    private record Key(Publication of, YearMonth first, YearMonth last, Filter filter, String type) {}

    /** The oldest month of the trend: as far back as asked for, or as anything is published. */
    private static YearMonth first(Publication of, YearMonth last, int history) {
        YearMonth wanted = last.minusMonths(history);
        YearMonth first = wanted.isBefore(of.firstMonth()) ? of.firstMonth() : wanted;
        if (first.isAfter(last.minusMonths(SHORTEST_TREND))) {
            throw Problems.unprocessable(
                    "month",
                    "a trend to " + last + " needs " + SHORTEST_TREND + " months before it",
                    of.firstMonth().plusMonths(SHORTEST_TREND),
                    of.lastMonth());
        }
        return first;
    }

    private byte[] geoJson(String dataset, Snapshot snapshot, Filter filter) {
        boolean[] in = new boolean[city.forecast().cells()];
        for (int cell = 0; cell < in.length; cell++) {
            in[cell] = city.isIn(cell);
        }
        List<int[]> months = snapshot.months().stream()
                .map(month -> filter.count(month, city.forecast()).counts())
                .toList();
        List<HotSpots.Spot> spots = HotSpots.find(months, in, city.forecast().cols(), ALPHA);
        try {
            return json.writeValueAsBytes(HotSpotFeatures.of(dataset, snapshot, city, ALPHA, spots));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
