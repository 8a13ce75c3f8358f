package nyc.crime.predict.record;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import jakarta.inject.Singleton;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.quarkus.scheduler.Scheduled;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

import nyc.crime.city.Cities;
import nyc.crime.city.CityProfile;
import nyc.crime.http.Freshness;
import nyc.crime.http.Problems;
import nyc.crime.predict.PredictConfig;
import nyc.crime.predict.counts.DailyCounts;
import nyc.crime.predict.forecast.Forecast;
import nyc.crime.predict.forecast.ForecastModel;
import nyc.crime.predict.forecast.RateSource;
import nyc.crime.predict.forecast.Subject;
import nyc.crime.predict.grid.GridService;
import nyc.crime.predict.grid.NotYet;
import nyc.crime.predict.inputs.ModelInputs;
import nyc.crime.predict.scores.CityForecasts;
import nyc.crime.predict.scores.CountDistribution;
import nyc.crime.predict.scores.PointScores;

/**
 * The public record of forecasts: each day every model's forecast of the coming fortnight is sealed before its days come,
 * and scored as it was issued when they are published, as CSEP does for earthquakes. It is kept where a folder is set.
 */
@Singleton
public class ForecastRecord {

    private static final Logger LOG = Logger.getLogger(ForecastRecord.class);
    private static final int DAYS = 14;
    private static final double NOMINAL = 0.9;
    private static final int BROKEN = 500;

    private final PredictConfig config;
    private final CityProfile city;
    private final RateSource rates;
    private final GridService grid;
    private final ObjectMapper json;
    private final Chain chain;

    /**
     * A forecast in the record.
     *
     * @param sequence counted from 1
     * @param previous the hash of the one before
     * @param end its last day
     */
    @RegisterForReflection
    public record RecordEntry(
            int sequence,
            String hash,
            String previous,
            Instant issuedAt,
            String source,
            String dataset,
            LocalDate origin,
            LocalDate start,
            LocalDate end,
            Forecast.Model model,
            List<String> offences) {}

    /**
     * The record.
     *
     * @param kept whether this service keeps one
     * @param intact whether every hash fits its content and the hash before
     * @param brokenAt the first that does not, or null
     * @param issues up to there
     */
    @RegisterForReflection
    public record RecordListing(boolean kept, boolean intact, Integer brokenAt, List<RecordEntry> issues) {}

    /**
     * A forecast's scores, over all cells and days.
     *
     * @param coverage share of days on which the city's total was within the 90 % interval
     */
    @RegisterForReflection
    public record IssueScores(
            int sequence,
            Forecast.Model model,
            LocalDate origin,
            LocalDate start,
            long records,
            double mse,
            double poissonDeviance,
            double coverage) {}

    /** A model's scores over all its forecasts whose days are published. */
    @RegisterForReflection
    public record RecordedModelScores(
            ForecastModel model, int issues, int days, double mse, double poissonDeviance, double coverage) {}

    /**
     * Scores.
     *
     * @param waiting forecasts whose days are not all published
     */
    @RegisterForReflection
    public record Scores(int waiting, List<RecordedModelScores> models, List<IssueScores> issues) {}

    /** Scores with how fresh the counts are. */
    public record Scored(Scores scores, GridService.Span span, Freshness freshness) {}

    ForecastRecord(
            PredictConfig config,
            CityProfile city,
            @ConfigProperty(name = Cities.ID) String id,
            RateSource rates,
            GridService grid,
            ObjectMapper json)
            throws IOException {
        this.config = config;
        this.city = city;
        this.rates = rates;
        this.grid = grid;
        this.json = json;
        this.chain = config.recordDir().isPresent()
                ? new Chain(folder(config.recordDir().get(), id))
                : null;
    }

    /** Each city has a record of its own; that of the first one is older than the others. */
    static Path folder(Path record, String city) {
        return city.equals(Cities.FIRST) ? record : record.resolve(city);
    }

    private Subject subject() {
        return rates.forecastSubject();
    }

    /** Issues what is missing of today, at start and then every hour, so that no day is left out. */
    @Scheduled(
            every = "{nyc.predict.record-every}",
            delayed = "30s",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void issueInTime() {
        if (chain == null) {
            return;
        }
        try {
            issuePatiently();
        } catch (RuntimeException e) {
            LOG.warnf("no forecast was put on record: %s", e.getMessage());
        }
    }

    private void issuePatiently() {
        while (true) {
            try {
                issue();
                return;
            } catch (NotYet e) {
                e.awaited().join();
            }
        }
    }

    /** Issues every model's forecast of the fortnight that starts today, where it is not on record yet. */
    public void issue() {
        LocalDate start = config.today().orElseGet(() -> LocalDate.now(city.zone()));
        LocalDate origin = grid.span(subject().dataset()).complete();
        long lead = ChronoUnit.DAYS.between(origin, start);
        if (lead < 1 || lead + DAYS - 1 > ModelInputs.MAX_LEAD) {
            LOG.infof("no forecast is put on record: %s is %d days after the last complete day", start, lead);
            return;
        }
        try {
            boolean written = chain.write((known, writer) -> {
                if (known.brokenAt() != null) {
                    throw new IOException("the record is broken at " + known.brokenAt());
                }
                Set<ForecastModel> issued = EnumSet.noneOf(ForecastModel.class);
                chain.read(link -> {
                    Issue issue = read(link.content());
                    if (issue.start().equals(start)) {
                        issued.add(issue.model().id());
                    }
                });
                for (ForecastModel model : rates.models(subject())) {
                    if (!issued.contains(model)) {
                        writer.append(json.writeValueAsString(issue(model, origin, start)));
                    }
                }
            });
            if (!written) {
                LOG.info("another process writes the record");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Issue issue(ForecastModel model, LocalDate origin, LocalDate start) {
        List<ModelInputs.Target> targets = start.datesUntil(start.plusDays(DAYS))
                .map(day -> new ModelInputs.Target(origin, (int) ChronoUnit.DAYS.between(origin, day)))
                .toList();
        return rates.fetch(subject(), origin, origin).compute(known -> {
            float[][] found = rates.rates(known, model, targets);
            CityForecasts city = rates.city(known, model);
            int[] cells = known.grid().mask().cells();
            return new Issue(
                    Clock.systemUTC().instant().truncatedTo(ChronoUnit.SECONDS),
                    known.freshness().source(),
                    subject().dataset(),
                    origin,
                    start,
                    rates.made(known, model),
                    rates.offencesOf(subject()),
                    cells,
                    Arrays.stream(found)
                            .map(day -> Arrays.stream(cells)
                                    .mapToDouble(cell -> rounded(day[cell]))
                                    .toArray())
                            .toArray(double[][]::new),
                    targets.stream()
                            .mapToDouble(
                                    target -> rounded(city.variance(known.city().day(origin), target.lead())
                                            .all()))
                            .toArray());
        });
    }

    /** What is on record. */
    public RecordListing list() {
        if (chain == null) {
            return new RecordListing(false, true, null, List.of());
        }
        List<RecordEntry> entries = new ArrayList<>();
        Chain.State state = each((link, issue) -> entries.add(new RecordEntry(
                link.sequence(),
                link.hash(),
                link.previous(),
                issue.issuedAt(),
                issue.source(),
                issue.dataset(),
                issue.origin(),
                issue.start(),
                issue.end(),
                issue.model(),
                issue.offences())));
        return new RecordListing(true, state.brokenAt() == null, state.brokenAt(), entries);
    }

    /**
     * Scores what is on record and published, as it was issued.
     *
     * @throws io.quarkiverse.resteasy.problem.HttpProblem if the record is broken, or without counts
     */
    public Scored scores() {
        GridService.Span span = grid.span(subject().dataset());
        List<IssueScores> scored = new ArrayList<>();
        Map<ForecastModel, PointScores> points = new EnumMap<>(ForecastModel.class);
        Freshness[] freshness = {
            grid.history(subject().dataset(), rates.offences(subject()), span.last(), span.last())
                    .freshness()
        };
        int[] waiting = {0};
        Chain.State state = each((link, issue) -> {
            if (issue.end().isAfter(span.last())) {
                waiting[0]++;
                return;
            }
            GridService.History history = grid.history(issue.dataset(), issue.offences(), issue.start(), issue.end());
            freshness[0] = freshness[0].and(history.freshness());
            PointScores own = new PointScores();
            scored.add(score(link.sequence(), issue, history.counts().merged(), own));
            points.computeIfAbsent(issue.model().id(), model -> new PointScores())
                    .add(own);
        });
        if (state.brokenAt() != null) {
            throw Problems.lasting(BROKEN, "the record is broken at %d; nothing is scored".formatted(state.brokenAt()));
        }
        List<RecordedModelScores> models = points.entrySet().stream()
                .map(entry -> {
                    List<IssueScores> own = scored.stream()
                            .filter(one -> one.model().id() == entry.getKey())
                            .toList();
                    return new RecordedModelScores(
                            entry.getKey(),
                            own.size(),
                            own.size() * DAYS,
                            rounded(entry.getValue().mse()),
                            rounded(entry.getValue().poissonDeviance()),
                            rounded(own.stream()
                                    .mapToDouble(IssueScores::coverage)
                                    .average()
                                    .orElseThrow()));
                })
                .toList();
        return new Scored(new Scores(waiting[0], models, scored), span, freshness[0]);
    }

    private static IssueScores score(int sequence, Issue issue, DailyCounts counts, PointScores points) {
        int inside = 0;
        long records = 0;
        for (int day = 0; day < issue.expected().length; day++) {
            double[] expected = issue.expected()[day];
            int total = 0;
            for (int i = 0; i < expected.length; i++) {
                int count = counts.at(day, issue.cells()[i], 0);
                points.add(count, expected[i]);
                total += count;
            }
            CountDistribution city =
                    new CountDistribution(Arrays.stream(expected).sum(), issue.factorVariance()[day]);
            double tail = (1 - NOMINAL) / 2;
            inside += total >= city.quantile(tail) && total <= city.quantile(1 - tail) ? 1 : 0;
            records += total;
        }
        return new IssueScores(
                sequence,
                issue.model(),
                issue.origin(),
                issue.start(),
                records,
                rounded(points.mse()),
                rounded(points.poissonDeviance()),
                rounded(inside / (double) issue.expected().length));
    }

    private Chain.State each(BiConsumer<Chain.Link, Issue> reader) {
        if (chain == null) {
            return new Chain.State("", 0, null);
        }
        try {
            return chain.read(link -> reader.accept(link, read(link.content())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Issue read(String content) {
        try {
            return json.readValue(content, Issue.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a sealed forecast cannot be read", e);
        }
    }

    private static double rounded(double value) {
        return Math.round(value * 1e6) / 1e6;
    }
}
