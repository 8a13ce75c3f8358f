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
import java.util.function.DoubleBinaryOperator;
import java.util.stream.Collectors;
import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

import nyc.crime.city.Cities;
import nyc.crime.city.CityProfile;
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
    private static final int DAYS_FOR_SHARES = 28;

    private final SocrataGateway gateway;
    private final IngestConfig config;
    private final CityProfile city;
    private final String id;
    private final CityCalendar calendar;
    private final RowCleaner cleaner;
    private final Set<String> named = ConcurrentHashMap.newKeySet();

    DatasetReader(
            SocrataGateway gateway,
            IngestConfig config,
            CityProfile city,
            @ConfigProperty(name = Cities.ID) String id,
            CityCalendar calendar) {
        this.gateway = gateway;
        this.config = config;
        this.city = city;
        this.id = id;
        this.calendar = calendar;
        this.cleaner = new RowCleaner(config, city);
    }

    /**
     * What the dataset holds now.
     *
     * @param seen ids of sources that have been there before: that one of them is missing now is trouble
     */
    public Uni<DatasetFacts> read(String dataset, Set<String> seen) {
        CityProfile.Dataset columns = city.datasets().get(dataset);
        List<Uni<Optional<Source>>> asked = columns.sources().stream()
                .map(source -> source(columns, source)
                        .map(Optional::of)
                        .onFailure(failure -> UpstreamException.is(failure, Kind.MISSING) && !seen.contains(source))
                        .recoverWithItem(Optional.empty()))
                .toList();
        return Uni.join().all(asked).andFailFast().flatMap(all -> {
            List<Source> there = all.stream().flatMap(Optional::stream).toList();
            // a folder of files may lack one; NYC Open Data does not
            boolean lives = there.stream().allMatch(source -> source.origin().equals("live"));
            if (there.size() < all.size() && lives) {
                String missing = columns.sources().get(all.indexOf(Optional.<Source>empty()));
                throw new UpstreamException(Kind.MISSING, "Socrata has no dataset " + missing);
            }
            return facts(columns, there);
        });
    }

    /**
     * All offences that a dataset has, as they are written. Asked for year by year, one after the other: nobody waits for
     * it, and a question about all rows takes some portals longer than they allow.
     */
    public Uni<Set<String>> offences(String dataset, DatasetFacts facts) {
        CityProfile.Dataset columns = city.datasets().get(dataset);
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

    /**
     * A source's rows by day, and how far its reports go.
     *
     * @param column the column by which it is joined
     * @param through the last day of that column, but for strays
     */
    private record Source(String id, DayCounts days, String column, LocalDate through, String origin) {

        boolean isJoinedBy(String date) {
            return column.equals(date);
        }
    }

    private record Shares(double placed, double categorised, boolean timed) {}

    private Uni<Source> source(CityProfile.Dataset columns, String id) {
        String date = columns.dateColumn();
        return gateway.ask(() -> SoqlQuery.grouped(id, DayCounts.select(date), null, "day"), PageReader::aggregate)
                .flatMap(answer -> {
                    DayCounts days = DayCounts.read(answer.body());
                    Source byDate = new Source(id, days, date, days.last(), answer.origin());
                    String join = columns.joinColumn().orElse(date);
                    return join.equals(date) || days.last() == null
                            ? Uni.createFrom().item(byDate)
                            : byReport(byDate, join);
                });
    }

    /** The source joined by its reports; by its date where it has none. The last reports are those of its newest rows. */
    private Uni<Source> byReport(Source byDate, String join) {
        String newest = Slice.from(byDate.column(), byDate.through().minusDays(NEWEST_DAYS));
        SoqlQuery reports = SoqlQuery.grouped(byDate.id(), DayCounts.select(join), newest, "day");
        return gateway.ask(() -> reports, PageReader::aggregate)
                .map(answer -> {
                    LocalDate last = DayCounts.read(answer.body()).last();
                    return last == null ? byDate : new Source(byDate.id(), byDate.days(), join, last, byDate.origin());
                })
                .onFailure(DatasetReader::isNoSuchColumn)
                .recoverWithItem(byDate);
    }

    private Uni<DatasetFacts> facts(CityProfile.Dataset columns, List<Source> sources) {
        List<Uni<SourceFacts>> facts = new ArrayList<>();
        LocalDate after = null;
        for (Source source : sources) {
            facts.add(facts(columns, source, after));
            after = latest(after, source.through());
        }
        return Uni.join().all(facts).andFailFast().flatMap(all -> together(columns, all));
    }

    private Uni<SourceFacts> facts(CityProfile.Dataset columns, Source source, LocalDate after) {
        Map<Unused, Long> unused = new EnumMap<>(Unused.class);
        Uni<DayCounts> used;
        if (after == null) {
            used = Uni.createFrom().item(source.days());
        } else if (source.isJoinedBy(columns.dateColumn())) {
            DayCounts later = source.days().after(after);
            count(unused, Unused.REPEATED, source.days().dated() - later.rows());
            used = Uni.createFrom().item(later.withUndated(source.days()));
        } else {
            used = reportedAfter(columns, source, after, unused);
        }
        return used.flatMap(days -> {
            count(unused, Unused.NO_DATE, days.missing());
            count(unused, Unused.UNREADABLE, days.unreadable());
            if (days.misdated() > 0 && named.add(source.id())) {
                LOG.warnf(
                        "%d rows of %s have dates that name no day, such as \"%s\"",
                        days.misdated(), source.id(), days.example());
            }
            DayCounts served = days.between(city.firstMonth().atDay(1), calendar.today());
            return shares(columns, source.id(), served.last())
                    .map(shares -> new SourceFacts(
                            source.id(),
                            source.column(),
                            after,
                            source.through(),
                            served.first(),
                            served.last(),
                            days.months(),
                            unused,
                            shares.placed(),
                            shares.categorised(),
                            shares.timed(),
                            source.origin()));
        });
    }

    private Uni<DayCounts> reportedAfter(
            CityProfile.Dataset columns, Source source, LocalDate after, Map<Unused, Long> unused) {
        SoqlQuery used = SoqlQuery.grouped(
                source.id(),
                DayCounts.select(columns.dateColumn()),
                Slice.reportedAfter(source.column(), after),
                "day");
        SoqlQuery all = SoqlQuery.single(
                source.id(), "count(*) as rows,count(%s) as reported".formatted(source.column()), null);
        return Uni.combine()
                .all()
                .unis(gateway.ask(() -> used, PageReader::aggregate), gateway.ask(() -> all, PageReader::single))
                .with((groups, sum) -> {
                    DayCounts days = DayCounts.read(groups.body());
                    long rows = Long.parseLong(sum.body().get("rows"));
                    long reported = Long.parseLong(sum.body().get("reported"));
                    count(unused, Unused.NO_REPORT_DATE, rows - reported);
                    count(unused, Unused.REPEATED, reported - days.rows());
                    return days;
                });
    }

    /** Which rows have places, categories and times, of the source's newest. */
    private Uni<Shares> shares(CityProfile.Dataset columns, String source, LocalDate last) {
        if (last == null) {
            return Uni.createFrom().item(new Shares(0, 0, false));
        }
        Uni<Shares> untimed = shares(columns, source, last, "");
        return columns.timeColumn()
                .map(time -> shares(columns, source, last, ",count(%s) as timed".formatted(time))
                        .onFailure(DatasetReader::isNoSuchColumn)
                        .recoverWithUni(untimed))
                .orElse(untimed);
    }

    private Uni<Shares> shares(CityProfile.Dataset columns, String source, LocalDate last, String timed) {
        String newest = Slice.between(columns.dateColumn(), last.minusDays(DAYS_FOR_SHARES), last.plusDays(1));
        SoqlQuery groups = SoqlQuery.grouped(
                source,
                "%1$s as category,count(*) as rows,count(%2$s) as placed,min(%2$s) as south,max(%2$s) as north,min(%3$s) as west,max(%3$s) as east%4$s"
                        .formatted(
                                columns.categoryColumn(), columns.latitudeColumn(), columns.longitudeColumn(), timed),
                newest,
                "category");
        return gateway.ask(() -> groups, PageReader::aggregate)
                .flatMap(answer ->
                        requireInCity(columns, source, newest, answer.body()).replaceWith(() -> shares(answer.body())));
    }

    /**
     * Refuses another city's dataset: one whose newest places are all outside of the bounds. One stray place, such as 0, 0,
     * widens the box around them: where it is not within the bounds, the rows that are in them are counted.
     */
    private Uni<Void> requireInCity(
            CityProfile.Dataset columns, String source, String newest, List<Map<String, String>> groups) {
        double south = edge(groups, "south", Math::min);
        double north = edge(groups, "north", Math::max);
        double west = edge(groups, "west", Math::min);
        double east = edge(groups, "east", Math::max);
        CityProfile.Bounds bounds = city.bounds();
        if (!(south < bounds.south() || north > bounds.north() || west < bounds.west() || east > bounds.east())) {
            return Uni.createFrom().voidItem();
        }
        String inside = "%s AND %2$s >= %3$s AND %2$s < %4$s AND %5$s >= %6$s AND %5$s < %7$s"
                .formatted(
                        newest,
                        columns.latitudeColumn(),
                        bounds.south(),
                        bounds.north(),
                        columns.longitudeColumn(),
                        bounds.west(),
                        bounds.east());
        return gateway.ask(() -> SoqlQuery.single(source, "count(*) as rows", inside), PageReader::single)
                .map(answer -> Long.parseLong(answer.body().get("rows")))
                // a column that cannot be compared with numbers tells nothing
                .onFailure(e -> e instanceof UpstreamException trouble && trouble.kind() == Kind.REFUSED)
                .recoverWithItem(1L)
                .invoke(rows -> requireAny(rows, source, south, north, west, east))
                .replaceWithVoid();
    }

    private void requireAny(long rows, String source, double south, double north, double west, double east) {
        CityProfile.Bounds bounds = city.bounds();
        if (rows == 0) {
            throw new UpstreamException(
                    Kind.FOREIGN,
                    "all places of %s (latitude %s to %s, longitude %s to %s) are outside of %s (%s to %s, %s to %s, nyc.cities.%s.bounds): it is another city's dataset"
                            .formatted(
                                    source,
                                    south,
                                    north,
                                    west,
                                    east,
                                    city.name(),
                                    bounds.south(),
                                    bounds.north(),
                                    bounds.west(),
                                    bounds.east(),
                                    id));
        }
    }

    /** The outermost of some numbers; not a number where none is told, which compares with nothing. */
    private static double edge(List<Map<String, String>> groups, String name, DoubleBinaryOperator outer) {
        return groups.stream()
                .mapToDouble(group -> RowCleaner.number(group.get(name)))
                .filter(Double::isFinite)
                .reduce(outer)
                .orElse(Double.NaN);
    }

    private Shares shares(List<Map<String, String>> groups) {
        long rows = 0;
        long placed = 0;
        long categorised = 0;
        long timed = 0;
        for (Map<String, String> group : groups) {
            long these = Long.parseLong(group.get("rows"));
            rows += these;
            placed += Long.parseLong(group.get("placed"));
            categorised += cleaner.category(group.get("category")) == city.otherCategory() ? 0 : these;
            timed += Long.parseLong(group.getOrDefault("timed", "0"));
        }
        double all = Math.max(1, rows);
        return new Shares(placed / all, categorised / all, timed > 0);
    }

    private Uni<DatasetFacts> together(CityProfile.Dataset columns, List<SourceFacts> sources) {
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
    private Uni<Optional<Integer>> delay(CityProfile.Dataset columns, List<SourceFacts> sources) {
        String date = columns.dateColumn();
        Optional<SourceFacts> source = sources.stream()
                .filter(s -> !s.joinColumn().equals(date) && s.through() != null)
                .findFirst();
        if (source.isEmpty()) {
            return Uni.createFrom().item(Optional.empty());
        }
        YearMonth month = YearMonth.from(source.get().through()).minusMonths(MONTHS_PER_YEAR);
        Slice slice = new Slice(source.get().source(), month, null, null, false, 0);
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
