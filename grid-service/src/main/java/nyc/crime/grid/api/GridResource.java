package nyc.crime.grid.api;

import java.time.YearMonth;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestQuery;

import nyc.crime.grid.api.RequestValidator.Period;
import nyc.crime.grid.encoding.CompactGrids;
import nyc.crime.grid.encoding.GridEncoder;
import nyc.crime.grid.encoding.Grids;
import nyc.crime.grid.encoding.Media;
import nyc.crime.grid.encoding.Png;
import nyc.crime.grid.encoding.Provenance;
import nyc.crime.grid.georef.City;
import nyc.crime.grid.georef.Georef;
import nyc.crime.grid.heatmap.CategoryCounts;
import nyc.crime.grid.heatmap.Easing;
import nyc.crime.grid.heatmap.Filter;
import nyc.crime.grid.heatmap.Heat;
import nyc.crime.grid.heatmap.HeatBuilder;
import nyc.crime.grid.heatmap.MonthTotals;
import nyc.crime.grid.heatmap.Morph;
import nyc.crime.grid.ingest.Publication;
import nyc.crime.grid.ingest.RecordMonth;
import nyc.crime.grid.ingest.RecordStore;
import nyc.crime.grid.ingest.Snapshot;
import nyc.crime.http.CachedResponse;
import nyc.crime.http.Problems;
import nyc.crime.http.Representation;
import nyc.crime.http.StreamedResponse;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Intensity grids of a month or of a year. */
@Path("/v1/grids/{dataset}/{period}")
@Tag(name = "grids", description = "Heat grids of a month or a year, and their morph")
@RegisterForReflection
public class GridResource {

    private final RecordStore records;
    private final City city;
    private final ResponseCache responses;
    private final RequestValidator validator;
    private final ObjectMapper json;

    GridResource(
            RecordStore records, City city, ResponseCache responses, RequestValidator validator, ObjectMapper json) {
        this.records = records;
        this.city = city;
        this.responses = responses;
        this.validator = validator;
        this.json = json;
    }

    /** The grids of a month or a year, on the scale of the whole year. */
    @GET
    @Produces({Media.JSON, Media.PNG, Media.U8, Media.NPY, Media.COMPACT})
    @Operation(
            operationId = "grids",
            summary = "Intensity grids of a month (YYYY-MM) or a year (YYYY), on one scale for the whole year")
    @APIResponse(
            responseCode = "200",
            description = "One grid a month; as PNG one below the other. u8 is drawn on the scale, NPY is exact."
                    + " vnd.nyc-grids are whole counts by category, see the README; smooth does not go with it.",
            content = {
                @Content(mediaType = Media.JSON, schema = @Schema(implementation = Grids.class)),
                @Content(mediaType = Media.PNG, schema = @Schema(type = SchemaType.STRING, format = "binary")),
                @Content(mediaType = Media.U8, schema = @Schema(type = SchemaType.STRING, format = "binary")),
                @Content(mediaType = Media.NPY, schema = @Schema(type = SchemaType.STRING, format = "binary")),
                @Content(mediaType = Media.COMPACT, schema = @Schema(type = SchemaType.STRING, format = "binary"))
            })
    public Uni<Representation> grids(@Valid @BeanParam HeatParameters parameters, @Context HttpHeaders headers) {
        Period period = Period.of(parameters.period);
        String type = headers.getAcceptableMediaTypes().get(0).toString();
        boolean compact = type.equals(Media.COMPACT);
        if (compact && parameters.smooth > 0) {
            throw Problems.badRequest("smooth", "smooth does not go with the whole counts of " + Media.COMPACT);
        }
        return asked(parameters, period).chain(asked -> {
            if (compact) {
                return responses.get(
                        new GridKey(asked, type),
                        asked.bytes(),
                        () -> asked.records(records, month -> {}),
                        snapshot -> compact(asked, snapshot));
            }
            HeatBuilder heat = asked.heat(city);
            return responses.get(
                    new GridKey(asked, type),
                    asked.bytes(),
                    () -> asked.records(records, heat::add),
                    snapshot -> encode(asked, snapshot, heat.build(snapshot), type));
        });
    }

    /** One picture, for those who show what an address is about and cannot say which type they want. */
    @GET
    @Path("/preview")
    @Produces(Media.PNG)
    @Operation(
            operationId = "preview",
            summary = "The grid of a month, or the mean of a year's months, as one picture on the year's scale")
    @APIResponse(
            responseCode = "200",
            description = "Greyscale, the brighter the more",
            content = @Content(mediaType = Media.PNG, schema = @Schema(type = SchemaType.STRING, format = "binary")))
    public Uni<Representation> preview(@Valid @BeanParam HeatParameters parameters) {
        return asked(parameters, Period.of(parameters.period)).chain(asked -> {
            HeatBuilder heat = asked.heat(city);
            return responses.get(
                    new GridKey(asked, "preview"),
                    asked.bytes(),
                    () -> asked.records(records, heat::add),
                    snapshot -> preview(asked, snapshot, heat.build(snapshot)));
        });
    }

    private static CachedResponse preview(Question asked, Snapshot snapshot, Heat heat) {
        List<Heat.Month> months = asked.months(heat);
        byte[] drawn = heat.drawn(months);
        if (Provenance.of(snapshot).madeUp()) {
            Png.stamp(drawn, heat.georef().cols());
        }
        byte[] picture = Png.grey(drawn, heat.georef().cols());
        int[] shape = {heat.georef().rows(), heat.georef().cols()};
        return CachedResponse.of(Media.PNG, picture, headers(snapshot, heat, months, shape), snapshot.freshness());
    }

    /** The morph of a year's grids, all frames or one. */
    @GET
    @Path("/frames")
    @Produces(Media.U8)
    @Operation(
            operationId = "frames",
            summary = "The year as a film: frames = months + (months-1)*between + hold, each rows*cols unsigned bytes",
            description = "Blended on the exact values, then drawn on the year's scale. ease-in-out is the CSS curve"
                    + " cubic-bezier(0.42, 0, 0.58, 1). With frame=k only that frame.")
    @APIResponse(
            responseCode = "200",
            description = "The frames, one after the other",
            content = @Content(mediaType = Media.U8, schema = @Schema(type = SchemaType.STRING, format = "binary")))
    public Uni<? extends Representation> frames(
            @Valid @BeanParam HeatParameters parameters,
            @Parameter(description = "blended frames between two months")
                    @RestQuery
                    @DefaultValue("8")
                    @Min(0)
                    @Max(120)
                    int between,
            @Parameter(description = "more frames of the last month") @RestQuery @DefaultValue("6") @Min(0) @Max(600)
                    int hold,
            @RestQuery @DefaultValue("ease-in-out") Easing easing,
            @Parameter(description = "one frame, from 0") @RestQuery @Min(0) Integer frame) {
        Period year = RequestValidator.year(parameters.period);
        return asked(parameters, year).chain(asked -> {
            HeatBuilder heat = asked.heat(city);
            Function<Snapshot, Morph> morph = snapshot -> new Morph(heat.build(snapshot), between, hold, easing);
            FilmKey film = new FilmKey(asked, between, hold, easing, frame);
            return frame == null
                    ? responses.stream(
                            asked,
                            asked.bytes(),
                            () -> asked.records(records, heat::add),
                            heat::build,
                            Heat::weight,
                            (snapshot, built) -> film(film, snapshot, new Morph(built, between, hold, easing)))
                    : responses.get(
                            film,
                            asked.bytes(),
                            () -> asked.records(records, heat::add),
                            snapshot -> frame(frame, snapshot, morph.apply(snapshot)));
        });
    }

    private static StreamedResponse film(FilmKey film, Snapshot snapshot, Morph morph) {
        return new StreamedResponse(
                Media.U8,
                CachedResponse.tag((film + "|" + snapshot.version()).getBytes(UTF_8)),
                headers(snapshot, morph, morph.frames()),
                snapshot.freshness(),
                Multi.createFrom().range(0, morph.frames()).map(morph::frame));
    }

    private static CachedResponse frame(int number, Snapshot snapshot, Morph morph) {
        if (number >= morph.frames()) {
            throw Problems.badRequest("frame", "frame must be less than the number of frames, " + morph.frames());
        }
        return CachedResponse.of(Media.U8, morph.frame(number), headers(snapshot, morph, 1), snapshot.freshness());
    }

    private static Map<String, String> headers(Snapshot snapshot, Morph morph, int sent) {
        Heat heat = morph.heat();
        int[] shape = sent == 1
                ? new int[] {heat.georef().rows(), heat.georef().cols()}
                : new int[] {sent, heat.georef().rows(), heat.georef().cols()};
        Map<String, String> headers = headers(snapshot, heat, heat.months(), shape);
        headers.put("X-Data-Frames", Integer.toString(morph.frames()));
        return headers;
    }

    private CachedResponse encode(Question asked, Snapshot snapshot, Heat heat, String type) {
        List<Heat.Month> months = asked.months(heat);
        GridEncoder grids = new GridEncoder(
                asked.of().dataset(), asked.period().toString(), asked.filter(), snapshot, heat, months);
        try {
            return CachedResponse.of(
                    type,
                    grids.encode(type, json),
                    headers(snapshot, heat, months, grids.shape()),
                    snapshot.freshness());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Whole counts by category; the scale is of the whole year here too. */
    private CachedResponse compact(Question asked, Snapshot snapshot) {
        Georef georef = asked.georef(city);
        List<CategoryCounts> year = snapshot.months().stream()
                .map(month -> CategoryCounts.of(month, georef, asked.filter()))
                .toList();
        YearMonth wanted = asked.period().month();
        List<CategoryCounts> months = year.stream()
                .filter(month -> wanted == null || wanted.equals(month.totals().month()))
                .toList();
        String period = asked.period().toString();
        byte[] body = CompactGrids.encode(
                period, validator.categories(), asked.filter(), snapshot, georef, year, months, json);
        return CachedResponse.of(Media.COMPACT, body, Provenance.of(snapshot).headers(), snapshot.freshness());
    }

    private static Map<String, String> headers(Snapshot snapshot, Heat heat, List<Heat.Month> months, int[] shape) {
        Map<String, String> headers = Provenance.of(snapshot).headers();
        headers.put(
                "X-Data-Shape", Arrays.stream(shape).mapToObj(Integer::toString).collect(Collectors.joining(",")));
        headers.put("X-Data-Bounds", heat.georef().bounds().toString());
        headers.put("X-Data-Scale", Float.toString(heat.scale()));
        headers.put("X-Data-Months", Integer.toString(months.size()));
        headers.put("X-Data-First-Month", months.get(0).month().toString());
        headers.put("X-Data-Rows", sum(months, MonthTotals::records));
        headers.put("X-Data-In-Bounds", sum(months, MonthTotals::inBounds));
        headers.put("X-Data-Outside", sum(months, MonthTotals::outside));
        headers.put("X-Data-Unplaced", sum(months, MonthTotals::unplaced));
        return headers;
    }

    private static String sum(List<Heat.Month> months, ToIntFunction<MonthTotals> total) {
        return Long.toString(months.stream()
                .mapToLong(month -> total.applyAsInt(month.totals()))
                .sum());
    }

    private Uni<Question> asked(HeatParameters parameters, Period period) {
        String dataset = RequestValidator.dataset(parameters.dataset);
        return Uni.combine()
                .all()
                .unis(records.publication(dataset), validator.filter(dataset, parameters.category, parameters.offence))
                .with((of, filter) ->
                        new Question(of, period, filter, parameters.smooth, parameters.rows, parameters.cols));
    }

    private record GridKey(Question question, String type) {}

    private record FilmKey(Question question, int between, int hold, Easing easing, Integer frame) {}

    /** What is asked for, checked; equal for equal answers. */
    private record Question(Publication of, Period period, Filter filter, double smooth, int rows, int cols) {

        /** The year's records, seen on the way; of a month asked for, also why it is not among them. */
        Uni<Snapshot> records(RecordStore records, Consumer<RecordMonth> arrived) {
            YearMonth month = period.month();
            return records.year(of, period.year(), arrived).chain(snapshot -> {
                if (month == null) {
                    return Uni.createFrom().item(snapshot.complete());
                }
                return snapshot.month(month) != null
                        ? Uni.createFrom().item(snapshot)
                        : records.month(of, month).map(snapshot::plus);
            });
        }

        /** Memory that the making takes, about: of each month its records' cells, its values, and what they are encoded to. */
        long bytes() {
            return 12L * (500_000 + 8L * rows * cols);
        }

        /** Those of the year's months that are asked for. */
        List<Heat.Month> months(Heat heat) {
            YearMonth month = period.month();
            return month == null
                    ? heat.months()
                    : heat.months().stream()
                            .filter(m -> m.month().equals(month))
                            .toList();
        }

        HeatBuilder heat(City city) {
            return new HeatBuilder(georef(city), filter, smooth);
        }

        Georef georef(City city) {
            return city.heat(rows, cols);
        }
    }
}
