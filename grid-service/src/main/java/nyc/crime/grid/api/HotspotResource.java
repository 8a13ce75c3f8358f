package nyc.crime.grid.api;

import java.io.IOException;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;

import com.fasterxml.jackson.core.JsonGenerator;
import io.smallrye.mutiny.Uni;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.locationtech.jts.geom.Envelope;

import nyc.crime.grid.encoding.Json;
import nyc.crime.grid.encoding.Media;
import nyc.crime.grid.georef.City;
import nyc.crime.grid.heatmap.Filter;
import nyc.crime.grid.hotspots.HotSpots;
import nyc.crime.grid.ingest.Records;
import nyc.crime.grid.ingest.Snapshot;

/** Hot spots of a month. */
@Path("/v1/hotspots/{dataset}/{month}")
@Tag(name = "hot spots")
public class HotspotResource {

    private static final double ALPHA = 0.05;
    private static final int HISTORY = 11;
    private static final int SHORTEST_HISTORY = 3;
    private static final int LONGEST_HISTORY = 35;
    private static final String METHOD =
            "Getis-Ord Gi* on the forecast grid's cells in the city; neighbourhood: the cell"
                    + " and its up to eight neighbours in the city, weight 1; two-sided p from the normal distribution;"
                    + " Benjamini-Hochberg over all cells of the city, by month; trend: Mann-Kendall on Gi* over the months";

    private final Records records;
    private final City city;
    private final Answers answers;

    HotspotResource(Records records, City city, Answers answers) {
        this.records = records;
        this.city = city;
        this.answers = answers;
    }

    /** Hot and cold spots of a month and how they came about over the months before. */
    @GET
    @Produces({Media.GEO_JSON, Media.JSON})
    @Operation(summary = "Hot and cold spots of a month (Gi*, corrected) with their class over the months before")
    public Uni<Response> hotspots(
            @Context HttpHeaders request,
            @Parameter(example = "arrests") @RestPath String dataset,
            @Parameter(example = "2024-12") @RestPath String month,
            @Parameter(example = "felony") @RestQuery String category,
            @RestQuery String offence,
            @Parameter(description = "months before, 3 to 35", example = "11") @RestQuery String history) {
        YearMonth last = Params.month("month", month);
        String name = Params.dataset(dataset);
        Filter filter = Params.filter(category, offence);
        int before = Params.integer("history", history, HISTORY, SHORTEST_HISTORY, LONGEST_HISTORY);
        return answers.answer(
                request,
                String.join("|", "hotspots", name, month, Integer.toString(before), filter.toString()),
                () -> records.months(name, last.minusMonths(before), last),
                snapshot -> Answer.of(
                        Media.GEO_JSON, Map.of(), geoJson(name, snapshot, filter), Answer.Freshness.of(snapshot)),
                "month");
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
        return Json.bytes(65_536, json -> {
            json.writeStartObject();
            json.writeStringField("type", "FeatureCollection");
            json.writeStringField("dataset", dataset);
            json.writeStringField("from", snapshot.months().get(0).month().toString());
            json.writeStringField(
                    "month",
                    snapshot.months().get(snapshot.months().size() - 1).month().toString());
            json.writeStringField("source", snapshot.source());
            json.writeBooleanField("stale", snapshot.stale());
            json.writeStringField("method", METHOD);
            json.writeNumberField("alpha", ALPHA);
            json.writeNumberField("cells", city.maskedIn());
            json.writeArrayFieldStart("features");
            for (HotSpots.Spot spot : spots) {
                feature(json, spot);
            }
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    private void feature(JsonGenerator json, HotSpots.Spot spot) throws IOException {
        int cols = city.forecast().cols();
        json.writeStartObject();
        json.writeStringField("type", "Feature");
        json.writeStringField("id", city.forecast().name(spot.cell()));
        json.writeObjectFieldStart("properties");
        json.writeNumberField("row", spot.cell() / cols);
        json.writeNumberField("col", spot.cell() % cols);
        json.writeStringField("borough", city.boroughs().get(city.borough(spot.cell())));
        json.writeNumberField("records", spot.count());
        json.writeNumberField("z", spot.z());
        json.writeNumberField("p", spot.p());
        json.writeNumberField("q", spot.q());
        json.writeStringField("kind", spot.hot() ? "hot" : "cold");
        json.writeBooleanField("now", spot.now());
        json.writeStringField("class", spot.pattern().label());
        json.writeNumberField("months", spot.monthsSignificant());
        json.writeObjectFieldStart("trend");
        json.writeNumberField("s", spot.trend().s());
        json.writeNumberField("tau", spot.trend().tau());
        json.writeNumberField("z", spot.trend().z());
        json.writeNumberField("p", spot.trend().p());
        json.writeEndObject();
        json.writeEndObject();
        json.writeObjectFieldStart("geometry");
        json.writeStringField("type", "Polygon");
        json.writeArrayFieldStart("coordinates");
        ring(json, city.forecast().envelope(spot.cell()));
        json.writeEndArray();
        json.writeEndObject();
        json.writeEndObject();
    }

    /** The cell's rectangle, anticlockwise as RFC 7946 has it. */
    private static void ring(JsonGenerator json, Envelope cell) throws IOException {
        double[][] corners = {
            {cell.getMinX(), cell.getMinY()},
            {cell.getMaxX(), cell.getMinY()},
            {cell.getMaxX(), cell.getMaxY()},
            {cell.getMinX(), cell.getMaxY()},
            {cell.getMinX(), cell.getMinY()}
        };
        json.writeStartArray();
        for (double[] corner : corners) {
            json.writeArray(corner, 0, 2);
        }
        json.writeEndArray();
    }
}
