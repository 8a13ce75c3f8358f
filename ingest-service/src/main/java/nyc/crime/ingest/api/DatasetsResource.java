package nyc.crime.ingest.api;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

import nyc.crime.city.CityProfile;
import nyc.crime.http.CachedResponse;
import nyc.crime.http.Freshness;
import nyc.crime.ingest.IngestConfig;
import nyc.crime.ingest.records.DatasetRanges;
import nyc.crime.ingest.records.DatasetRanges.Ranges;
import nyc.crime.ingest.records.Form;
import nyc.crime.ingest.records.MonthService;
import nyc.crime.ingest.socrata.DatasetFacts;
import nyc.crime.ingest.socrata.OffenceNames;
import nyc.crime.ingest.socrata.SourceFacts.Unused;

/** What there is. */
@Path("/v1/datasets")
@Tag(name = "datasets")
@RegisterForReflection
public class DatasetsResource {

    private final DatasetRanges ranges;
    private final MonthService months;
    private final IngestConfig config;
    private final CityProfile city;
    private final Clock clock;
    private final ObjectMapper json;

    DatasetsResource(
            DatasetRanges ranges,
            MonthService months,
            IngestConfig config,
            CityProfile city,
            Clock clock,
            ObjectMapper json) {
        this.ranges = ranges;
        this.months = months;
        this.config = config;
        this.city = city;
        this.clock = clock;
        this.json = json;
    }

    /**
     * A dataset; of one that Socrata has never told anything about there are only the first three and its trouble.
     *
     * @param id the name in paths
     * @param title for people
     * @param socrataIds the Socrata datasets that make it up, historic first
     * @param firstDate first published day, null if there is none
     * @param lastDate the same as publishedThrough
     * @param publishedThrough last published day, null if there is none; what comes after it is not known yet
     * @param completeThrough last day that late reports hardly change any more
     * @param rows rows of all published months
     * @param months published months, the first and the last perhaps in part
     * @param monthsReady how many of them are kept; null where the store cannot tell
     * @param unusedRows all other rows by reason; with rows they are all rows of all Socrata datasets
     * @param offences the offences' names; null until they are known, some time after the start
     * @param columns what records have beside the usual columns; hour only where the source has times of day
     * @param refreshedAt when Socrata said so
     * @param source {@code live}, {@code files} or {@code sample}
     * @param stale whether Socrata could not say so again, or says something that is not believed yet
     * @param trouble why
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @RegisterForReflection
    public record Dataset(
            String id,
            String title,
            List<String> socrataIds,
            LocalDate firstDate,
            LocalDate lastDate,
            LocalDate publishedThrough,
            LocalDate completeThrough,
            Long rows,
            Integer months,
            Integer monthsReady,
            Map<String, Long> unusedRows,
            List<Offence> offences,
            List<Form.Column> columns,
            Instant refreshedAt,
            String source,
            boolean stale,
            String trouble) {}

    /**
     * An offence.
     *
     * @param name the one name under which it is served
     * @param spellings how else Socrata writes it
     */
    @RegisterForReflection
    public record Offence(String name, List<String> spellings) {}

    /**
     * All datasets.
     *
     * @param datasets by name
     */
    @RegisterForReflection
    public record Datasets(List<Dataset> datasets) {}

    private record Known(Dataset dataset, Freshness freshness) {}

    /** The datasets with their true first and last dates and row counts, as Socrata says. */
    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(operationId = "datasets", summary = "Datasets, what is published of them, and their offences")
    @APIResponseSchema(Datasets.class)
    public Uni<CachedResponse> datasets() {
        List<Uni<Known>> all = city.datasets().keySet().stream()
                .sorted()
                .map(id -> ranges.within(config.freshness().overview(), id)
                        .flatMap(known -> known == null
                                ? Uni.createFrom().item(unknown(id, "Socrata has not said yet what it holds"))
                                : months.ready(known).map(ready -> known(id, known, ready)))
                        .onFailure()
                        .recoverWithItem(failure -> unknown(id, failure.getMessage())))
                .toList();
        return Uni.join().all(all).andFailFast().map(this::answer);
    }

    private CachedResponse answer(List<Known> all) {
        Freshness freshness =
                all.stream().map(Known::freshness).reduce(Freshness::and).orElseThrow();
        try {
            byte[] body = json.writeValueAsBytes(
                    new Datasets(all.stream().map(Known::dataset).toList()));
            return CachedResponse.of(MediaType.APPLICATION_JSON, body, Map.of(), freshness);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("writing to memory does not fail", e);
        }
    }

    private Known known(String id, Ranges known, Integer ready) {
        CityProfile.Dataset dataset = city.datasets().get(id);
        boolean stale = known.trouble() != null || !clock.instant().isBefore(known.goodUntil());
        Dataset described = new Dataset(
                id,
                dataset.title(),
                dataset.sources(),
                known.first(),
                known.last(),
                known.last(),
                known.facts().completeThrough(),
                known.facts().rows(),
                (int) known.months().count(),
                ready,
                unused(known.facts().unused()),
                offences(ranges.offences(id)),
                columns(known.facts()),
                known.refreshedAt().truncatedTo(ChronoUnit.SECONDS),
                known.origin(),
                stale,
                known.trouble());
        Instant until = known.refreshedAt().plus(config.freshness().ranges());
        return new Known(described, new Freshness(known.origin(), known.refreshedAt(), until, stale));
    }

    private Known unknown(String id, String trouble) {
        CityProfile.Dataset dataset = city.datasets().get(id);
        Dataset described = new Dataset(
                id,
                dataset.title(),
                dataset.sources(),
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                true,
                trouble);
        Instant now = clock.instant();
        return new Known(
                described,
                new Freshness("live", now, now.plus(config.freshness().stale()), true));
    }

    private static List<Form.Column> columns(DatasetFacts facts) {
        return Arrays.stream(Form.Column.values())
                .filter(column -> column != Form.Column.hour || facts.isTimed())
                .toList();
    }

    private List<Offence> offences(Set<String> written) {
        return written == null
                ? null
                : OffenceNames.of(written, city).entrySet().stream()
                        .map(offence -> new Offence(offence.getKey(), offence.getValue()))
                        .toList();
    }

    /** Reasons as they are written in JSON: NO_DATE is noDate. */
    private static Map<String, Long> unused(Map<Unused, Long> rows) {
        return rows.entrySet().stream()
                .collect(Collectors.toMap(
                        reason -> camelCase(reason.getKey().name()), Map.Entry::getValue, Long::sum, TreeMap::new));
    }

    private static String camelCase(String name) {
        StringBuilder camel = new StringBuilder();
        for (String word : name.toLowerCase(Locale.ROOT).split("_")) {
            camel.append(camel.isEmpty() ? word : Character.toUpperCase(word.charAt(0)) + word.substring(1));
        }
        return camel.toString();
    }
}
