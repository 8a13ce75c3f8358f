package nyc.crime.grid.api;

import java.io.IOException;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.IntUnaryOperator;
import java.util.function.ToIntFunction;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

import com.fasterxml.jackson.core.JsonGenerator;
import io.smallrye.mutiny.Uni;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;

import nyc.crime.grid.counts.DailyCounts;
import nyc.crime.grid.counts.Groups;
import nyc.crime.grid.counts.PrecinctShares;
import nyc.crime.grid.encoding.Json;
import nyc.crime.grid.encoding.Media;
import nyc.crime.grid.encoding.Npy;
import nyc.crime.grid.georef.City;
import nyc.crime.grid.ingest.RecordMonth;
import nyc.crime.grid.ingest.Records;

/** Daily counts on the forecast grid, and what goes with them: mask and precincts of the cells. */
@Path("/v1/counts")
@Tag(name = "counts")
public class CountResource {

    private static final int MOST_YEARS = 5;
    private static final int MOST_OFFENCES = 16;

    private final Records records;
    private final City city;
    private final Answers answers;
    private final Answer maskNpy;
    private final Answer maskJson;

    CountResource(Records records, City city, Answers answers) {
        this.records = records;
        this.city = city;
        this.answers = answers;
        byte[] mask = city.mask();
        byte[] npy = Npy.array(
                        Npy.Type.UINT8, city.forecast().rows(), city.forecast().cols())
                .put(mask)
                .array();
        maskNpy = Answer.of(Media.NPY, Map.of(), npy, null);
        maskJson = Answer.of(Media.JSON, Map.of(), maskJson(city, mask), null);
    }

    private static byte[] maskJson(City city, byte[] mask) {
        return Json.bytes(mask.length * 3, json -> {
            json.writeStartObject();
            Json.georef(json, city.forecast());
            json.writeNumberField("maskedIn", city.maskedIn());
            json.writeArrayFieldStart("mask");
            for (byte in : mask) {
                json.writeNumber(in);
            }
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    /** The tensor, streamed month by month. */
    @GET
    @Path("/{dataset}")
    @Produces({Media.JSON, Media.NPY})
    @Operation(summary = "Daily counts [days, rows, cols, groups] on the forecast grid, cells of the city only")
    public Uni<Response> counts(
            @Context HttpHeaders request,
            @Parameter(example = "arrests") @RestPath String dataset,
            @Parameter(description = "first day", example = "2024-01-01") @RestQuery String from,
            @Parameter(description = "last day, inclusive", example = "2024-12-31") @RestQuery String to,
            @Parameter(description = "all, category or offence", example = "category") @RestQuery String group,
            @Parameter(description = "with group=offence: one group each, in this order") @RestQuery
                    List<String> offence) {
        Range range = Range.of(dataset, from, to);
        Groups groups = groups(group, offence);
        boolean npy = wantsNpy(request);
        return counted(range, groups)
                .map(counts -> Outgoing.stream(
                        request,
                        npy ? Media.NPY : Media.JSON,
                        headers(counts),
                        Outgoing.tag(
                                counts.snapshot(),
                                range.toString(),
                                groups.names().toString(),
                                npy),
                        counts.snapshot(),
                        npy ? tensor(counts) : sparse(range, counts)));
    }

    /** The mask of the forecast grid. */
    @GET
    @Path("/mask")
    @Produces({Media.JSON, Media.NPY})
    @Operation(summary = "Which cells of the forecast grid are in the city: uint8 [rows, cols], 1 or 0")
    public Response mask(@Context HttpHeaders request) {
        return Outgoing.of(wantsNpy(request) ? maskNpy : maskJson, request).response();
    }

    /** Precincts of the cells. */
    @GET
    @Path("/{dataset}/precincts")
    @Produces(Media.JSON)
    @Operation(summary = "Which precincts the records of each cell belong to, and the records of each day by precinct")
    public Uni<Response> precincts(
            @Context HttpHeaders request,
            @Parameter(example = "complaints") @RestPath String dataset,
            @Parameter(example = "2014-01-01") @RestQuery String from,
            @Parameter(example = "2014-12-31") @RestQuery String to,
            @RestQuery List<String> offence) {
        Range range = Range.of(dataset, from, to);
        Groups groups = offence.isEmpty() ? Groups.ALL : groups("offence", offence);
        YearMonth first = YearMonth.from(range.from());
        YearMonth last = YearMonth.from(range.to());
        return answers.answer(
                request,
                "precincts|" + range + groups.names(),
                () -> records.months(range.dataset(), first, last),
                snapshot -> precincts(range, new DailyCounts(snapshot, city, groups, range.from(), range.to())),
                "from");
    }

    private Uni<DailyCounts> counted(Range range, Groups groups) {
        YearMonth first = YearMonth.from(range.from());
        YearMonth last = YearMonth.from(range.to());
        return answers.built(
                        records.months(range.dataset(), first, last),
                        snapshot -> new DailyCounts(snapshot, city, groups, range.from(), range.to()))
                .onFailure()
                .transform(e -> answers.problem(e, "from"));
    }

    private static Map<String, String> headers(DailyCounts counts) {
        return Map.of(
                "X-Counts-Records", Long.toString(counts.records()),
                "X-Counts-In-Cells", Long.toString(counts.inCells()),
                "X-Counts-Outside", Long.toString(counts.outside()),
                "X-Counts-Unplaced", Long.toString(counts.unplaced()));
    }

    private static boolean wantsNpy(HttpHeaders request) {
        for (MediaType accepted : request.getAcceptableMediaTypes()) {
            if (accepted.isCompatible(MediaType.APPLICATION_JSON_TYPE)) {
                return false;
            }
            if (accepted.isCompatible(MediaType.valueOf(Media.NPY))) {
                return true;
            }
        }
        return false;
    }

    private static Groups groups(String group, List<String> offences) {
        String by = group == null ? "all" : group;
        if (!by.equals("offence") && !offences.isEmpty()) {
            throw Params.bad("offence", "goes with group=offence only");
        }
        return switch (by) {
            case "all" -> Groups.ALL;
            case "category" -> Groups.CATEGORIES;
            case "offence" -> {
                if (offences.isEmpty()) {
                    throw Params.bad("offence", "must be given with group=offence, once for each group");
                }
                yield Groups.offences(Params.offences(offences, MOST_OFFENCES));
            }
            default -> throw Params.bad("group", "must be one of all, category, offence");
        };
    }

    private static ByteStream tensor(DailyCounts counts) {
        return new ByteStream(
                counts.months().size() + 1,
                part -> part == 0
                        ? Npy.header(Npy.Type.INT32, counts.shape())
                        : counts.slabBytes(counts.months().get(part - 1)));
    }

    private ByteStream sparse(Range range, DailyCounts counts) {
        return new ByteStream(
                counts.months().size(),
                part -> sparse(range, counts, counts.months().get(part)));
    }

    /** A month's part of the sparse JSON: one object a day, its non-zero counts in three columns of one length. */
    private byte[] sparse(Range range, DailyCounts counts, RecordMonth month) {
        List<RecordMonth> months = counts.months();
        boolean first = month == months.get(0);
        byte[] days = Json.bytes(65_536, json -> {
            json.writeStartArray();
            writeDays(json, counts, month);
            json.writeEndArray();
        });
        byte[] head = first ? head(range, counts) : new byte[] {','};
        byte[] tail = month == months.get(months.size() - 1) ? new byte[] {']', '}'} : new byte[0];
        byte[] out = new byte[head.length + days.length - 2 + tail.length];
        System.arraycopy(head, 0, out, 0, head.length);
        System.arraycopy(days, 1, out, head.length, days.length - 2);
        System.arraycopy(tail, 0, out, out.length - tail.length, tail.length);
        return out;
    }

    private byte[] head(Range range, DailyCounts counts) {
        byte[] whole = Json.bytes(1024, json -> {
            json.writeStartObject();
            json.writeStringField("dataset", range.dataset());
            json.writeStringField("from", range.from().toString());
            json.writeStringField("to", range.to().toString());
            json.writeStringField("source", counts.snapshot().source());
            json.writeBooleanField("stale", counts.snapshot().stale());
            Json.georef(json, city.forecast());
            json.writeFieldName("shape");
            json.writeArray(counts.shape(), 0, 4);
            json.writeArrayFieldStart("groups");
            for (String name : counts.groups().names()) {
                json.writeString(name);
            }
            json.writeEndArray();
            json.writeNumberField("records", counts.records());
            json.writeNumberField("inCells", counts.inCells());
            json.writeNumberField("outside", counts.outside());
            json.writeNumberField("unplaced", counts.unplaced());
            json.writeArrayFieldStart("days");
            json.writeEndArray();
            json.writeEndObject();
        });
        return Arrays.copyOf(whole, whole.length - 2);
    }

    private void writeDays(JsonGenerator json, DailyCounts counts, RecordMonth month) throws IOException {
        int[] slab = counts.slab(month);
        int groups = counts.groups().size();
        int day = city.forecast().cells() * groups;
        LocalDate date = counts.slabStart(month);
        for (int start = 0; start < slab.length; start += day, date = date.plusDays(1)) {
            json.writeStartObject();
            json.writeStringField("date", date.toString());
            int begin = start;
            writeColumn(json, "cell", slab, begin, begin + day, i -> (i - begin) / groups);
            writeColumn(json, "group", slab, begin, begin + day, i -> (i - begin) % groups);
            writeColumn(json, "count", slab, begin, begin + day, i -> slab[i]);
            json.writeEndObject();
        }
    }

    private static void writeColumn(
            JsonGenerator json, String name, int[] counts, int from, int to, IntUnaryOperator value)
            throws IOException {
        json.writeArrayFieldStart(name);
        for (int i = from; i < to; i++) {
            if (counts[i] != 0) {
                json.writeNumber(value.applyAsInt(i));
            }
        }
        json.writeEndArray();
    }

    /** Cell, precinct and records are three columns of one length; share is the part of the cell's records. */
    private static Answer precincts(Range range, DailyCounts counts) {
        PrecinctShares shares = new PrecinctShares(counts);
        byte[] body = Json.bytes(65_536, json -> {
            json.writeStartObject();
            json.writeStringField("dataset", range.dataset());
            json.writeStringField("from", range.from().toString());
            json.writeStringField("to", range.to().toString());
            json.writeStringField("source", counts.snapshot().source());
            json.writeBooleanField("stale", counts.snapshot().stale());
            json.writeFieldName("precincts");
            json.writeArray(shares.precincts(), 0, shares.precincts().length);
            List<PrecinctShares.Share> all = shares.shares();
            column(json, "cell", all, PrecinctShares.Share::cell);
            column(json, "precinct", all, share -> Arrays.binarySearch(shares.precincts(), share.precinct()));
            column(json, "records", all, PrecinctShares.Share::records);
            json.writeArrayFieldStart("share");
            for (PrecinctShares.Share share : all) {
                json.writeNumber(Math.round(share.share() * 10_000) / 10_000.0);
            }
            json.writeEndArray();
            json.writeArrayFieldStart("daily");
            for (int[] day : shares.daily()) {
                json.writeArray(day, 0, day.length);
            }
            json.writeEndArray();
            json.writeEndObject();
        });
        return Answer.of(Media.JSON, headers(counts), body, Answer.Freshness.of(counts.snapshot()));
    }

    private static void column(
            JsonGenerator json,
            String name,
            List<PrecinctShares.Share> shares,
            ToIntFunction<PrecinctShares.Share> value)
            throws IOException {
        json.writeFieldName(name);
        json.writeArray(shares.stream().mapToInt(value).toArray(), 0, shares.size());
    }

    /** A range of days of a dataset, checked. */
    record Range(String dataset, LocalDate from, LocalDate to) {

        static Range of(String dataset, String from, String to) {
            LocalDate first = Params.date("from", from);
            LocalDate last = Params.date("to", to);
            if (last.isBefore(first)) {
                throw Params.bad("to", "must not be before from");
            }
            if (!last.isBefore(first.plusYears(MOST_YEARS))) {
                throw Params.bad("to", "must be less than " + MOST_YEARS + " years after from");
            }
            return new Range(Params.dataset(dataset), first, last);
        }
    }
}
