package nyc.crime.ingest.socrata;

import java.time.LocalDate;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BinaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import org.jboss.logging.Logger;

import nyc.crime.ingest.CityCalendar;
import nyc.crime.ingest.IngestConfig;
import nyc.crime.ingest.socrata.SourceFacts.Unused;
import nyc.crime.ingest.socrata.UpstreamException.Kind;

/**
 * Asks Socrata what a dataset's sources hold, and decides which rows of which source are used. The historic source is
 * used as it is; a later one only for what was reported after the historic one's last report, so that no row is there
 * twice and none is lost. A source that has no column of reports is joined by its date.
 */
@ApplicationScoped
public class DatasetReader {

    private static final Logger LOG = Logger.getLogger(DatasetReader.class);
    private static final String NO_SUCH_COLUMN = "no-such-column";
    private static final int MONTHS_PER_YEAR = 12;
    private static final int NEWEST_DAYS = 90;

    private final SocrataGateway gateway;
    private final IngestConfig config;
    private final CityCalendar calendar;
    private final RowCleaner cleaner;
    private final Set<String> named = ConcurrentHashMap.newKeySet();

    DatasetReader(SocrataGateway gateway, IngestConfig config, CityCalendar calendar) {
        this.gateway = gateway;
        this.config = config;
        this.calendar = calendar;
        this.cleaner = new RowCleaner(config);
    }

    /**
     * What the dataset holds now.
     *
     * @param seen ids of sources that have been there before: that one of them is missing now is trouble
     */
    public Uni<DatasetFacts> read(String dataset, Set<String> seen) {
        IngestConfig.Dataset columns = config.datasets().get(dataset);
        List<Uni<Optional<Reports>>> asked = columns.sources().stream()
                .map(source -> reports(columns, source)
                        .map(Optional::of)
                        .onFailure(failure -> UpstreamException.is(failure, Kind.MISSING) && !seen.contains(source))
                        .recoverWithItem(Optional.empty()))
                .toList();
        return Uni.join().all(asked).andFailFast().flatMap(all -> {
            List<Reports> there = all.stream().flatMap(Optional::stream).toList();
            // a folder of files may lack one; NYC Open Data does not
            boolean lives = there.stream().allMatch(reports -> reports.origin().equals("live"));
            if (there.size() < all.size() && lives) {
                String missing = columns.sources().get(all.indexOf(Optional.<Reports>empty()));
                throw new UpstreamException(Kind.MISSING, "Socrata has no dataset " + missing);
            }
            return sources(columns, there);
        });
    }

    /**
     * All offences that a dataset has, as they are written. Asked for year by year, one after the other: nobody waits for
     * it, and a question about all rows takes some portals longer than they allow.
     */
    public Uni<Set<String>> offences(String dataset, DatasetFacts facts) {
        IngestConfig.Dataset columns = config.datasets().get(dataset);
        List<SoqlQuery> years = facts.sources().stream()
                .flatMap(source -> source.months().keySet().stream()
                        .filter(facts::holds)
                        .map(YearMonth::getYear)
                        .distinct()
                        .map(year -> SoqlQuery.grouped(
                                source.source(),
                                columns.offenceColumn() + " as offence,count(*) as rows",
                                Slice.between(
                                        columns.dateColumn(), LocalDate.of(year, 1, 1), LocalDate.of(year + 1, 1, 1)),
                                "offence")))
                .toList();
        return Multi.createFrom()
                .iterable(years)
                .onItem()
                .transformToUniAndConcatenate(year -> gateway.ask(() -> year, PageReader::aggregate))
                .collect()
                .asList()
                .map(answers -> answers.stream()
                        .flatMap(answer -> answer.body().stream())
                        .map(group -> RowCleaner.trimmed(group.get("offence")))
                        .filter(offence -> !offence.isEmpty())
                        .collect(Collectors.toCollection(TreeSet::new)));
    }

    /** Rows of a source by the day of the column that it is joined by. */
    private record Reports(String source, String column, DayCounts days, String origin) {}

    private record Shares(double placed, double categorised) {}

    private Uni<Reports> reports(IngestConfig.Dataset columns, String source) {
        String join = columns.joinColumn().orElse(columns.dateColumn());
        Uni<Reports> byDate = reports(source, columns.dateColumn());
        return join.equals(columns.dateColumn())
                ? byDate
                : reports(source, join)
                        .flatMap(reports -> reports.days().days().isEmpty()
                                ? byDate
                                : Uni.createFrom().item(reports))
                        .onFailure(DatasetReader::isNoSuchColumn)
                        .recoverWithUni(byDate);
    }

    private Uni<Reports> reports(String source, String column) {
        SoqlQuery groups = SoqlQuery.grouped(source, DayCounts.select(column), null, "day");
        return gateway.ask(() -> groups, PageReader::aggregate)
                .map(answer -> new Reports(source, column, DayCounts.read(answer.body()), answer.origin()));
    }

    private Uni<DatasetFacts> sources(IngestConfig.Dataset columns, List<Reports> there) {
        LocalDate[] through = new LocalDate[there.size() + 1];
        IntStream.range(0, there.size())
                .forEach(i ->
                        through[i + 1] = latest(through[i], there.get(i).days().last()));
        List<Uni<SourceFacts>> facts = new ArrayList<>();
        for (int i = 0; i < there.size(); i++) {
            facts.add(facts(columns, there.get(i), through[i]));
        }
        if (facts.isEmpty()) {
            return Uni.createFrom().item(new DatasetFacts(List.of(), null, null, null));
        }
        return Uni.join().all(facts).andFailFast().flatMap(sources -> together(columns, sources));
    }

    private Uni<SourceFacts> facts(IngestConfig.Dataset columns, Reports reports, LocalDate after) {
        String date = columns.dateColumn();
        String used = after == null ? null : Slice.reportedAfter(reports.column(), after);
        Uni<DayCounts> days = reports.column().equals(date)
                ? Uni.createFrom()
                        .item(after == null ? reports.days() : reports.days().after(after))
                : gateway.ask(
                                () -> SoqlQuery.grouped(reports.source(), DayCounts.select(date), used, "day"),
                                PageReader::aggregate)
                        .map(answer -> DayCounts.read(answer.body()));
        return days.flatMap(
                dated -> shares(columns, reports.source(), served(dated).last())
                        .map(shares -> facts(columns, reports, after, dated, shares)));
    }

    /** Only the days that can be served: from the first month on, and none of the future. */
    private DayCounts served(DayCounts dated) {
        return dated.between(config.firstMonth().atDay(1), calendar.today());
    }

    /** Which rows have places and categories, of the source's newest. */
    private Uni<Shares> shares(IngestConfig.Dataset columns, String source, LocalDate last) {
        if (last == null) {
            return Uni.createFrom().item(new Shares(0, 0));
        }
        SoqlQuery groups = SoqlQuery.grouped(
                source,
                "%s as category,count(*) as rows,count(%s) as placed"
                        .formatted(columns.categoryColumn(), columns.latitudeColumn()),
                Slice.between(columns.dateColumn(), last.minusDays(NEWEST_DAYS), last.plusDays(1)),
                "category");
        return gateway.ask(() -> groups, PageReader::aggregate).map(answer -> shares(answer.body()));
    }

    private SourceFacts facts(
            IngestConfig.Dataset columns, Reports reports, LocalDate after, DayCounts dated, Shares shares) {
        Map<Unused, Long> unused = new EnumMap<>(Unused.class);
        boolean byDate = reports.column().equals(columns.dateColumn());
        DayCounts outside = byDate ? reports.days() : dated;
        count(unused, Unused.NO_DATE, outside.missing());
        count(unused, Unused.UNREADABLE, outside.unreadable());
        if (after != null) {
            DayCounts all = reports.days();
            count(unused, Unused.NO_REPORT_DATE, byDate ? 0 : all.missing());
            long notRepeated = byDate ? dated.rows() + all.missing() + all.unreadable() : dated.rows() + all.missing();
            count(unused, Unused.REPEATED, all.rows() - notRepeated);
        }
        if (outside.misdated() > 0 && named.add(reports.source())) {
            LOG.warnf(
                    "%d rows of %s have dates that name no day, such as \"%s\"",
                    outside.misdated(), reports.source(), outside.example());
        }
        DayCounts served = served(dated);
        return new SourceFacts(
                reports.source(),
                reports.column(),
                after,
                reports.days().last(),
                served.first(),
                served.last(),
                dated.months(),
                unused,
                shares.placed(),
                shares.categorised(),
                reports.origin());
    }

    private Shares shares(List<Map<String, String>> groups) {
        long rows = 0;
        long placed = 0;
        long categorised = 0;
        for (Map<String, String> group : groups) {
            long these = Long.parseLong(group.get("rows"));
            rows += these;
            placed += Long.parseLong(group.get("placed"));
            categorised += cleaner.category(group.get("category")) == RowCleaner.OTHER ? 0 : these;
        }
        double all = Math.max(1, rows);
        return new Shares(placed / all, categorised / all);
    }

    private Uni<DatasetFacts> together(IngestConfig.Dataset columns, List<SourceFacts> sources) {
        LocalDate first = DatasetFacts.over(sources, SourceFacts::first, BinaryOperator.minBy(LocalDate::compareTo));
        LocalDate last = DatasetFacts.over(sources, SourceFacts::last, BinaryOperator.maxBy(LocalDate::compareTo));
        if (first == null) {
            return Uni.createFrom().item(new DatasetFacts(sources, null, null, null));
        }
        LocalDate reported =
                DatasetFacts.over(sources, SourceFacts::through, BinaryOperator.maxBy(LocalDate::compareTo));
        return delay(columns, sources)
                .map(delay -> new DatasetFacts(
                        sources,
                        first,
                        last,
                        delay.map(days -> earliest(last, reported.minusDays(days)))
                                .orElse(last.minusDays(columns.completeAfterDays()))));
    }

    /**
     * Days after which nearly all reports of a day are in: looked up in the rows of a month a year before the last report
     * of the first source that has reports.
     */
    private Uni<Optional<Integer>> delay(IngestConfig.Dataset columns, List<SourceFacts> sources) {
        String date = columns.dateColumn();
        Optional<SourceFacts> source = sources.stream()
                .filter(s -> !s.joinColumn().equals(date) && s.through() != null)
                .findFirst();
        if (source.isEmpty()) {
            return Uni.createFrom().item(Optional.empty());
        }
        YearMonth month = YearMonth.from(source.get().through()).minusMonths(MONTHS_PER_YEAR);
        Slice slice = new Slice(source.get().source(), month, null, null, 0);
        SoqlQuery groups = SoqlQuery.grouped(
                slice.source(),
                "date_trunc_ymd(%s) as occurred,date_trunc_ymd(%s) as reported,count(*) as rows"
                        .formatted(date, source.get().joinColumn()),
                slice.where(date),
                "occurred,reported");
        return gateway.ask(() -> groups, PageReader::aggregate).map(answer -> {
            SortedMap<Integer, Long> rows = new TreeMap<>();
            for (Map<String, String> group : answer.body()) {
                if (group.containsKey("occurred") && group.containsKey("reported")) {
                    long days = ChronoUnit.DAYS.between(day(group.get("occurred")), day(group.get("reported")));
                    rows.merge((int) Math.max(0, days), Long.valueOf(group.get("rows")), Long::sum);
                }
            }
            return quantile(rows, config.completeShare());
        });
    }

    private static Optional<Integer> quantile(SortedMap<Integer, Long> rows, double share) {
        long wanted = (long) Math.ceil(rows.values().stream().mapToLong(r -> r).sum() * share);
        long sum = 0;
        for (Map.Entry<Integer, Long> entry : rows.entrySet()) {
            sum += entry.getValue();
            if (sum >= wanted) {
                return Optional.of(entry.getKey());
            }
        }
        return Optional.empty();
    }

    private static LocalDate day(String text) {
        return LocalDate.parse(text.substring(0, 10));
    }

    private static void count(Map<Unused, Long> unused, Unused reason, long rows) {
        if (rows > 0) {
            unused.merge(reason, rows, Long::sum);
        }
    }

    private static boolean isNoSuchColumn(Throwable failure) {
        return failure instanceof UpstreamException trouble
                && trouble.kind() == Kind.REFUSED
                && trouble.code().contains(NO_SUCH_COLUMN);
    }

    private static LocalDate latest(LocalDate a, LocalDate b) {
        return a == null || b != null && b.isAfter(a) ? b : a;
    }

    private static LocalDate earliest(LocalDate a, LocalDate b) {
        return a.isBefore(b) ? a : b;
    }
}
