package nyc.crime.grid.api;

import java.time.Year;
import java.time.YearMonth;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

import io.smallrye.mutiny.Uni;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;

import nyc.crime.grid.encoding.GridEncoder;
import nyc.crime.grid.encoding.Media;
import nyc.crime.grid.georef.Georef;
import nyc.crime.grid.heatmap.Easing;
import nyc.crime.grid.heatmap.Filter;
import nyc.crime.grid.heatmap.Heat;
import nyc.crime.grid.heatmap.HeatBuilder;
import nyc.crime.grid.heatmap.MonthTotals;
import nyc.crime.grid.heatmap.Morph;
import nyc.crime.grid.ingest.Records;
import nyc.crime.grid.ingest.Snapshot;

/** Intensity grids of a month or of a year. */
@Path("/v1/grids/{dataset}/{period}")
@Tag(name = "grids")
public class GridResource {

    private static final List<String> TYPES = List.of(Media.JSON, Media.PNG, Media.U8, Media.NPY);

    private static final int MOST_BETWEEN = 120;
    private static final int MOST_HOLD = 600;

    private final Records records;
    private final Answers answers;

    GridResource(Records records, Answers answers) {
        this.records = records;
        this.answers = answers;
    }

    /** The grids of a month or a year, on the scale of the whole year. */
    @GET
    @Produces({Media.JSON, Media.PNG, Media.U8, Media.NPY})
    @Operation(summary = "Intensity grids of a month (YYYY-MM) or a year (YYYY), on one scale for the whole year")
    public Uni<Response> grids(
            @Context HttpHeaders request,
            @Parameter(example = "arrests") @RestPath String dataset,
            @Parameter(description = "month or year", example = "2024-03") @RestPath String period,
            @Parameter(description = "felony, misdemeanor, violation or other", example = "felony") @RestQuery
                    String category,
            @Parameter(description = "name of an offence as NYPD writes it", example = "ROBBERY") @RestQuery
                    String offence,
            @Parameter(description = "standard deviation of a Gaussian kernel in metres, 0 to 2000", example = "300")
                    @RestQuery
                    String smooth,
            @Parameter(description = "1 to 1000", example = "300") @RestQuery String rows,
            @Parameter(description = "1 to 1000", example = "300") @RestQuery String cols) {
        HeatQuery query = HeatQuery.of(dataset, period, category, offence, smooth, rows, cols);
        String type = type(request);
        HeatBuilder heat = query.heat();
        return answers.answer(
                request,
                query.key() + '|' + type,
                () -> query.records(records, heat),
                snapshot -> encode(query, snapshot, heat.build(snapshot), type),
                "period");
    }

    /** The morph of a year's grids, all frames or one. */
    @GET
    @Path("/frames")
    @Produces(Media.U8)
    @Operation(
            summary = "The year as a film: frames = months + (months-1)*between + hold, each rows*cols unsigned bytes",
            description = "Blended on the exact values, then drawn on the year's scale. ease-in-out is the CSS curve"
                    + " cubic-bezier(0.42, 0, 0.58, 1). With frame=k only that frame.")
    public Uni<Response> frames(
            @Context HttpHeaders request,
            @Parameter(example = "arrests") @RestPath String dataset,
            @Parameter(description = "a year", example = "2024") @RestPath String period,
            @RestQuery String category,
            @RestQuery String offence,
            @RestQuery String smooth,
            @RestQuery String rows,
            @RestQuery String cols,
            @Parameter(description = "blended frames between two months, 0 to 120", example = "8") @RestQuery
                    String between,
            @Parameter(description = "more frames of the last month, 0 to 600", example = "6") @RestQuery String hold,
            @Parameter(description = "linear, ease, ease-in, ease-out or ease-in-out", example = "ease-in-out")
                    @RestQuery
                    String easing,
            @Parameter(description = "one frame, from 0") @RestQuery String frame) {
        Params.year("period", period);
        HeatQuery query = HeatQuery.of(dataset, period, category, offence, smooth, rows, cols);
        int blended = Params.integer("between", between, Morph.BETWEEN, 0, MOST_BETWEEN);
        int held = Params.integer("hold", hold, Morph.HOLD, 0, MOST_HOLD);
        Easing curve = easing(easing);
        HeatBuilder heat = query.heat();
        if (frame != null) {
            int number = Params.integer("frame", frame, 0, 0, Integer.MAX_VALUE);
            return answers.answer(
                    request,
                    String.join("|", query.key(), "frame", blended + "," + held + "," + number, curve.css()),
                    () -> query.records(records, heat),
                    snapshot -> frame(new Morph(heat.build(snapshot), blended, held, curve), number, snapshot),
                    "period");
        }
        return answers.built(query.records(records, heat), snapshot -> {
                    Morph morph = new Morph(heat.build(snapshot), blended, held, curve);
                    return Outgoing.stream(
                            request,
                            Media.U8,
                            headers(morph),
                            Outgoing.tag(snapshot, query.key(), blended, held, curve.css()),
                            snapshot,
                            new ByteStream(morph.frames(), morph::frame));
                })
                .onFailure()
                .transform(e -> answers.problem(e, "period"));
    }

    private static Easing easing(String name) {
        for (Easing easing : Easing.values()) {
            if (easing.css().equals(name == null ? Easing.EASE_IN_OUT.css() : name)) {
                return easing;
            }
        }
        throw Params.bad("easing", "must be one of " + String.join(", ", Easing.names()));
    }

    private static Answer frame(Morph morph, int number, Snapshot snapshot) {
        if (number >= morph.frames()) {
            throw Params.bad("frame", "must be less than the number of frames, " + morph.frames());
        }
        return Answer.of(Media.U8, headers(morph), morph.frame(number), Answer.Freshness.of(snapshot));
    }

    private static Map<String, String> headers(Morph morph) {
        Map<String, String> headers = headers(morph.heat(), morph.heat().months());
        headers.put("X-Grid-Frames", Integer.toString(morph.frames()));
        return headers;
    }

    private static String type(HttpHeaders request) {
        for (MediaType accepted : request.getAcceptableMediaTypes()) {
            for (String type : TYPES) {
                if (accepted.isCompatible(MediaType.valueOf(type))) {
                    return type;
                }
            }
        }
        return Media.JSON;
    }

    private static Answer encode(HeatQuery query, Snapshot snapshot, Heat heat, String type) {
        List<Heat.Month> months = query.month() == null
                ? heat.months()
                : heat.months().stream()
                        .filter(m -> m.month().equals(query.month()))
                        .toList();
        byte[] body =
                new GridEncoder(query.dataset(), query.period(), query.filter(), snapshot, heat, months).encode(type);
        return Answer.of(type, headers(heat, months), body, Answer.Freshness.of(snapshot));
    }

    private static Map<String, String> headers(Heat heat, List<Heat.Month> months) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("X-Grid-Rows", Integer.toString(heat.georef().rows()));
        headers.put("X-Grid-Cols", Integer.toString(heat.georef().cols()));
        headers.put("X-Grid-Bounds", heat.georef().bounds().toString());
        headers.put("X-Grid-Scale", Float.toString(heat.scale()));
        headers.put("X-Grid-Months", Integer.toString(months.size()));
        headers.put("X-Grid-Records", sum(months, MonthTotals::records));
        headers.put("X-Grid-In-Bounds", sum(months, MonthTotals::inBounds));
        return headers;
    }

    private static String sum(List<Heat.Month> months, ToIntFunction<MonthTotals> total) {
        return Long.toString(months.stream()
                .mapToLong(month -> total.applyAsInt(month.totals()))
                .sum());
    }

    /** What is asked for, checked. */
    record HeatQuery(
            String dataset,
            String period,
            Year year,
            YearMonth month,
            Filter filter,
            double smooth,
            int rows,
            int cols) {

        private static final int MOST_CELLS_A_SIDE = 1000;
        private static final int MOST_SMOOTH = 2000;

        static HeatQuery of(
                String dataset,
                String period,
                String category,
                String offence,
                String smooth,
                String rows,
                String cols) {
            YearMonth month = Params.isYear(period) ? null : Params.month("period", period);
            return new HeatQuery(
                    Params.dataset(dataset),
                    period,
                    month == null ? Params.year("period", period) : Year.of(month.getYear()),
                    month,
                    Params.filter(category, offence),
                    Params.number("smooth", smooth, MOST_SMOOTH),
                    Params.integer("rows", rows, Georef.HEAT.rows(), 1, MOST_CELLS_A_SIDE),
                    Params.integer("cols", cols, Georef.HEAT.cols(), 1, MOST_CELLS_A_SIDE));
        }

        /** Equal for equal answers. */
        String key() {
            return String.join(
                    "|",
                    dataset,
                    period,
                    Integer.toString(filter.category()),
                    Double.toString(smooth),
                    Integer.toString(rows),
                    Integer.toString(cols),
                    String.valueOf(filter.offence()));
        }

        /** The year's records, binned on the way; of a month asked for, also why it is not among them. */
        Uni<Snapshot> records(Records records, HeatBuilder heat) {
            return records.year(dataset, year, heat::add).chain(snapshot -> {
                if (month == null) {
                    return Uni.createFrom().item(snapshot.complete());
                }
                return snapshot.month(month) != null
                        ? Uni.createFrom().item(snapshot)
                        : records.month(dataset, month).map(alone -> snapshot.plus(alone));
            });
        }

        HeatBuilder heat() {
            Georef georef =
                    rows == Georef.HEAT.rows() && cols == Georef.HEAT.cols() ? Georef.HEAT : Georef.heat(rows, cols);
            return new HeatBuilder(georef, filter, smooth);
        }
    }
}
