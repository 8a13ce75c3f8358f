package nyc.crime.standin.sample;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.LongStream;

import nyc.crime.standin.data.Dataset;
import nyc.crime.standin.data.KnownDataset;
import nyc.crime.standin.data.Schema;
import nyc.crime.standin.data.Segment;
import nyc.crime.standin.data.Table;
import nyc.crime.standin.publication.ComplaintTimes;
import nyc.crime.standin.publication.Portal;
import nyc.crime.standin.publication.Publication;

/**
 * A synthetic New York: arrests and complaints of every day from 2006 on, drawn from aggregate figures and cut into
 * historic and current files as the real ones are. Without a date it goes on to the end of last month.
 */
public final class SampleCity implements Portal {

    /** The city's time, by which it knows its last month. */
    public static final ZoneId ZONE = ZoneId.of("America/New_York");

    private static final LocalDate FIRST = LocalDate.of(2006, 1, 1);

    /** Months that are kept once they are made: two years of both kinds, some 60 MB. */
    private static final int KEPT_MONTHS = 48;

    private final Clock clock;
    private final CityProfile profile = CityProfile.load();
    private final RecordGenerator arrests;
    private final RecordGenerator complaints;
    private final Map<Key, Table> made = new LinkedHashMap<>(64, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Table> eldest) {
            return size() > KEPT_MONTHS;
        }
    };

    private record Key(String dataset, YearMonth month, Cut cut) {}

    /** The days of arrest or report that a file holds. */
    record Cut(LocalDate from, LocalDate through) {
        boolean holds(LocalDate day) {
            return !day.isBefore(from) && !day.isAfter(through);
        }
    }

    /**
     * A city.
     *
     * @param seed cities of different seeds have different records
     * @param clock tells the month after the last one that has records
     */
    public SampleCity(long seed, Clock clock) {
        this.clock = clock;
        Locations places = new Locations(profile);
        arrests = new RecordGenerator(
                profile.arrests(),
                places,
                new RecordGenerator.Names(
                        "arrest_key",
                        "arrest_date",
                        "arrest_boro",
                        "arrest_precinct",
                        List.of("M", "B", "K", "Q", "S")),
                null,
                seed);
        complaints = new RecordGenerator(
                profile.complaints(),
                places,
                new RecordGenerator.Names(
                        "cmplnt_num",
                        "cmplnt_fr_dt",
                        "boro_nm",
                        "addr_pct_cd",
                        List.of("MANHATTAN", "BRONX", "BROOKLYN", "QUEENS", "STATEN ISLAND")),
                ComplaintTimes.load(),
                seed);
    }

    @Override
    public Map<String, Dataset> datasets(LocalDate asOf) {
        Publication state = asOf == null ? Publication.monthly(LocalDate.now(clock)) : Publication.asOf(asOf);
        Map<String, Dataset> datasets = new LinkedHashMap<>();
        add(datasets, KnownDataset.ARRESTS_HISTORIC, KnownDataset.ARRESTS_CURRENT, arrests, state);
        add(datasets, KnownDataset.COMPLAINTS_HISTORIC, KnownDataset.COMPLAINTS_CURRENT, complaints, state);
        SampleAreas areas = new SampleAreas(profile, instant(FIRST));
        datasets.put(KnownDataset.PRECINCTS.id(), areas.precincts());
        datasets.put(KnownDataset.BOROUGHS.id(), areas.boroughs());
        datasets.put(KnownDataset.NEIGHBOURHOODS.id(), areas.neighbourhoods());
        return datasets;
    }

    private void add(
            Map<String, Dataset> datasets,
            KnownDataset historic,
            KnownDataset current,
            RecordGenerator kind,
            Publication state) {
        Cut past = new Cut(FIRST, state.historicThrough());
        Cut present = new Cut(state.currentFrom(), state.through());
        datasets.put(historic.id(), dataset(historic, kind, past, state.historicUpdated()));
        datasets.put(current.id(), dataset(current, kind, present, state.currentUpdated()));
    }

    private Dataset dataset(KnownDataset known, RecordGenerator kind, Cut cut, LocalDate updated) {
        LocalDate first = cut.from().minusDays(kind.longestDelay());
        YearMonth from = YearMonth.from(first.isBefore(FIRST) ? FIRST : first);
        // side by side: with the areas it is what a start waits for
        List<Segment> segments = LongStream.rangeClosed(
                        0, ChronoUnit.MONTHS.between(from, YearMonth.from(cut.through())))
                .parallel()
                .mapToObj(months -> segment(known.schema(), kind, from.plusMonths(months), cut))
                .filter(segment -> segment.rows() > 0)
                .toList();
        return new Dataset(known.schema(), segments, instant(updated), Dataset.Origin.SAMPLE);
    }

    private static Instant instant(LocalDate day) {
        return day.atTime(14, 0).toInstant(ZoneOffset.UTC);
    }

    private Segment segment(Schema schema, RecordGenerator kind, YearMonth month, Cut cut) {
        List<String> dates = new ArrayList<>();
        int[] starts = new int[month.lengthOfMonth() + 1];
        for (int day = 1; day <= month.lengthOfMonth(); day++) {
            int rows = kind.count(month.atDay(day), cut);
            if (rows > 0) {
                dates.add(month.atDay(day) + "T00:00:00.000");
                starts[dates.size()] = starts[dates.size() - 1] + rows;
            }
        }
        return new Segment(
                dates,
                Arrays.copyOf(starts, dates.size() + 1),
                kept(new Key(schema.id(), month, cut), () -> kind.month(month, schema, cut)),
                kind.longestDelay() == 0
                        ? null
                        : (date, consumer) ->
                                kind.eachReport(LocalDate.parse(dates.get(date).substring(0, 10)), cut, consumer));
    }

    private Supplier<Table> kept(Key key, Supplier<Table> maker) {
        Object making = new Object();
        return () -> {
            // one lock a month: several requests for it wait for one maker, those for others do not
            synchronized (making) {
                Table known = lookUp(key);
                if (known != null) {
                    return known;
                }
                Table table = maker.get();
                keep(key, table);
                return table;
            }
        };
    }

    private synchronized Table lookUp(Key key) {
        return made.get(key);
    }

    private synchronized void keep(Key key, Table table) {
        made.put(key, table);
    }
}
