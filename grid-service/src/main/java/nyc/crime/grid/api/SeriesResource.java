package nyc.crime.grid.api;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.stream.Stream;
import jakarta.validation.constraints.NotNull;
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
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;

import nyc.crime.city.CityProfile;
import nyc.crime.grid.api.CountedMonths.Counted;
import nyc.crime.grid.api.CountedMonths.Way;
import nyc.crime.grid.api.RequestValidator.Range;
import nyc.crime.grid.encoding.Media;
import nyc.crime.grid.encoding.Provenance;
import nyc.crime.grid.ingest.AreaStore;
import nyc.crime.grid.ingest.Publication;
import nyc.crime.grid.ingest.Snapshot;
import nyc.crime.grid.series.AreaMonth;
import nyc.crime.grid.series.ChangeCounter;
import nyc.crime.grid.series.Changes;
import nyc.crime.grid.series.Division;
import nyc.crime.grid.series.Population;
import nyc.crime.grid.series.Series;
import nyc.crime.grid.series.SeriesCounter;
import nyc.crime.grid.series.Step;
import nyc.crime.http.CachedResponse;
import nyc.crime.http.Problems;
import nyc.crime.http.Representation;

/** Counts of areas through time, and their changes from one period to another. */
@Path("/v1")
@Tag(name = "series", description = "Counts of areas through time")
@RegisterForReflection
public class SeriesResource {

    /** Most numbers in one answer. */
    private static final long MOST_NUMBERS = 400_000;

    /** Memory that a month by area takes, at most about: 40,000 records with hours. */
    private static final long MONTH_BYTES = 120_000;

    /** About as many offences as a dataset has. */
    private static final int OFFENCES = 80;

    private static final String RANGE = "must be two dates such as 2024-01-01..2024-12-31";

    private final CountedMonths counted;
    private final AreaStore areas;
    private final ResponseCache responses;
    private final RequestValidator validator;
    private final CityProfile city;
    private final Population population;
    private final ObjectMapper json;

    SeriesResource(
            CountedMonths counted,
            AreaStore areas,
            ResponseCache responses,
            RequestValidator validator,
            CityProfile city,
            Population population,
            ObjectMapper json) {
        this.counted = counted;
        this.areas = areas;
        this.responses = responses;
        this.validator = validator;
        this.city = city;
        this.population = population;
        this.json = json;
    }

    /** The counts of an area or the city. */
    @GET
    @Path("/series/{dataset}")
    @Produces({Media.JSON, Media.CSV})
    @Operation(
            operationId = "series",
            summary = "Counts of an area or the city by month, week, day, weekday or hour",
            description = "The points and what is elsewhere, unplaced or without an hour add up to rows. What is not"
                    + " published has no point.")
    @APIResponse(
            responseCode = "200",
            description = "One point a period; as CSV one row a period",
            content = {
                @Content(mediaType = Media.JSON, schema = @Schema(implementation = Series.class)),
                @Content(mediaType = Media.CSV, schema = @Schema(type = SchemaType.STRING))
            })
    public Uni<Representation> series(
            @Parameter(example = "arrests") @RestPath String dataset,
            @Parameter(
                            description =
                                    "borough:, precinct:, neighbourhood: or park: and its name; without it the city",
                            example = "precinct:75")
                    @RestQuery
                    String area,
            @Parameter(description = "what a point is of") @RestQuery @DefaultValue("month") Step by,
            @Parameter(description = "what its counts are of; weekday with by=hour only")
                    @RestQuery
                    @DefaultValue("none")
                    Series.Group group,
            @Parameter(description = "first day; without it the first published") @RestQuery LocalDate from,
            @Parameter(description = "last day, inclusive; without it the last published") @RestQuery LocalDate to,
            @Context HttpHeaders headers) {
        if (group == Series.Group.WEEKDAY && by != Step.HOUR) {
            throw Problems.badRequest("group", "group=weekday goes with by=hour only");
        }
        String type = headers.getAcceptableMediaTypes().get(0).toString();
        return validator
                .publication(dataset)
                .chain(of -> validator.place(area).chain(place -> {
                    Range range = new Range(dataset, from == null ? of.first() : from, to == null ? of.through() : to);
                    range.require(of);
                    if (by == Step.HOUR && !of.timed()) {
                        throw Problems.unprocessable("by", dataset + " has no hours", of.first(), of.through());
                    }
                    if (by.size(range.from(), range.to()) * (group == Series.Group.OFFENCE ? OFFENCES : 1)
                            > MOST_NUMBERS) {
                        throw Problems.badRequest(
                                "by", "so many days of every offence are too much at once; ask for fewer");
                    }
                    return responses.get(
                            new SeriesKey(of, place.name(), by, group, range, type),
                            range.size() * MONTH_BYTES,
                            () -> counted.all(of, range.months(), by(place.division())),
                            months -> {
                                SeriesCounter counter = new SeriesCounter(
                                        place, by, group, city.categoryNames(), range.from(), range.to());
                                Counted.counts(months).forEach(counter::add);
                                Snapshot snapshot = Counted.snapshot(of, months).complete();
                                return encode(counter.series(dataset, snapshot), type, snapshot);
                            });
                }));
    }

    private record SeriesKey(Publication of, String place, Step by, Series.Group group, Range range, String type) {}

    private Way<AreaMonth> by(Division division) {
        int categories = city.categoryNames().size();
        return new Way<>(division, month -> AreaMonth.of(month, division, categories), AreaMonth::weight);
    }

    private CachedResponse encode(Series series, String type, Snapshot snapshot) {
        byte[] body = type.equals(Media.CSV) ? series.csv() : bytes(series);
        return CachedResponse.of(type, body, Provenance.of(snapshot).headers(), snapshot.freshness());
    }

    /** How the areas of a kind, or the offences of a place, changed from one period to another. */
    @GET
    @Path("/changes/{dataset}")
    @Produces(Media.JSON)
    @Operation(
            operationId = "changes",
            summary = "Counts of two periods by area, or of a place by offence, and which changes are more than chance",
            description = "Exact two-sample Poisson test for each, corrected for their number by Benjamini-Hochberg.")
    @APIResponse(
            responseCode = "200",
            description = "One change an area or an offence",
            content = @Content(schema = @Schema(implementation = Changes.class)))
    public Uni<Representation> changes(
            @Parameter(example = "arrests") @RestPath String dataset,
            @Parameter(description = "what is compared: the areas of a kind, or offences")
                    @RestQuery
                    @DefaultValue("precincts")
                    Changes.Kind kind,
            @Parameter(
                            description = "whose offences, with kind=offences only; without it the city's",
                            example = "precinct:75")
                    @RestQuery
                    String area,
            @Parameter(description = "first period, both days inclusive", example = "2024-01-01..2024-03-31")
                    @RestQuery
                    @NotNull(message = RANGE)
                    String a,
            @Parameter(description = "second period, both days inclusive", example = "2024-04-01..2024-06-30")
                    @RestQuery
                    @NotNull(message = RANGE)
                    String b) {
        Changes.Period first = period("a", a);
        Changes.Period second = period("b", b);
        if (!first.to().isBefore(second.from()) && !second.to().isBefore(first.from())) {
            throw Problems.badRequest("b", "b must have no day in common with a");
        }
        boolean offences = kind == Changes.Kind.OFFENCES;
        if (area != null && !offences) {
            throw Problems.badRequest("area", "area goes with kind=offences only");
        }
        return validator.publication(dataset).chain(of -> {
            List<YearMonth> months = Stream.of(range("a", dataset, first, of), range("b", dataset, second, of))
                    .flatMap(range -> range.months().stream())
                    .distinct()
                    .toList();
            if (offences) {
                return validator
                        .place(area)
                        .chain(place -> changes(
                                new ChangesKey(of, kind, place.name(), first, second),
                                months,
                                place.division(),
                                () -> ChangeCounter.ofOffences(place, first, second),
                                (counter, snapshot) ->
                                        Changes.ofOffences(dataset, place, first, second, snapshot, counter)));
            }
            return areas.areas(kind.areas()).chain(known -> {
                Division division = Division.of(kind.areas(), known);
                return changes(
                        new ChangesKey(of, kind, null, first, second),
                        months,
                        division,
                        () -> ChangeCounter.ofAreas(division, first, second),
                        (counter, snapshot) ->
                                Changes.ofAreas(dataset, kind, first, second, snapshot, counter, population));
            });
        });
    }

    private Uni<Representation> changes(
            ChangesKey key,
            List<YearMonth> months,
            Division division,
            Supplier<ChangeCounter> count,
            BiFunction<ChangeCounter, Snapshot, Changes> changes) {
        return responses.get(
                key, months.size() * MONTH_BYTES, () -> counted.all(key.of(), months, by(division)), found -> {
                    ChangeCounter counter = count.get();
                    Counted.counts(found).forEach(counter::add);
                    Snapshot snapshot = Counted.snapshot(key.of(), found).complete();
                    return CachedResponse.of(
                            Media.JSON,
                            bytes(changes.apply(counter, snapshot)),
                            Provenance.of(snapshot).headers(),
                            snapshot.freshness());
                });
    }

    private record ChangesKey(Publication of, Changes.Kind kind, String area, Changes.Period a, Changes.Period b) {}

    private static Changes.Period period(String parameter, String raw) {
        String[] days = raw.split("\\.\\.", -1);
        try {
            if (days.length == 2) {
                Changes.Period period = new Changes.Period(LocalDate.parse(days[0]), LocalDate.parse(days[1]));
                if (period.days() > 0) {
                    return period;
                }
            }
        } catch (DateTimeException e) {
            // answered below
        }
        throw Problems.badRequest(parameter, parameter + " " + RANGE + ", not " + Problems.shown(raw));
    }

    private static Range range(String parameter, String dataset, Changes.Period period, Publication of) {
        if (period.from().isBefore(of.first()) || period.to().isAfter(of.through())) {
            throw Problems.unprocessable(
                    parameter, "only part of " + parameter + " is published", of.first(), of.through());
        }
        return new Range(dataset, period.from(), period.to());
    }

    private byte[] bytes(Object value) {
        try {
            return json.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
