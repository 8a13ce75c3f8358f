package nyc.crime.standin.sample;

import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import nyc.crime.standin.data.Dataset;
import nyc.crime.standin.data.Schema;
import nyc.crime.standin.data.Segment;
import nyc.crime.standin.data.Table;

/**
 * A synthetic New York: arrests and complaints of every day from 2006 to the end of last month, drawn from aggregate
 * figures. As with the real datasets, the historic ones end with last year and the others hold this year.
 */
public final class SampleCity {

    private static final YearMonth FIRST = YearMonth.of(2006, 1);

    /** Months that are kept once they are made: two years of both kinds, some 60 MB. */
    private static final int KEPT_MONTHS = 48;

    private final LocalDate today;
    private final Map<Key, Table> made = new LinkedHashMap<>(64, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Table> eldest) {
            return size() > KEPT_MONTHS;
        }
    };

    private record Key(String dataset, YearMonth month) {}

    private SampleCity(LocalDate today) {
        this.today = today;
    }

    /**
     * The city's datasets by id: records, and precincts made of the cells that they lie in.
     *
     * @param seed cities of different seeds have different records
     * @param today a date in the month after the last one that has records
     */
    public static Map<String, Dataset> datasets(long seed, LocalDate today) {
        CityProfile profile = CityProfile.load();
        Locations places = new Locations(profile);
        SampleCity city = new SampleCity(today);
        RecordGenerator arrests = new RecordGenerator(
                profile.arrests(),
                places,
                new RecordGenerator.Names(
                        "arrest_key",
                        "arrest_date",
                        "arrest_boro",
                        "arrest_precinct",
                        List.of("M", "B", "K", "Q", "S")),
                seed);
        RecordGenerator complaints = new RecordGenerator(
                profile.complaints(),
                places,
                new RecordGenerator.Names(
                        "cmplnt_num",
                        "cmplnt_fr_dt",
                        "boro_nm",
                        "addr_pct_cd",
                        List.of("MANHATTAN", "BRONX", "BROOKLYN", "QUEENS", "STATEN ISLAND")),
                seed);
        YearMonth thisMonth = YearMonth.from(today);
        YearMonth newYear = YearMonth.of(thisMonth.minusMonths(1).getYear(), 1);
        Map<String, Dataset> datasets = new LinkedHashMap<>();
        datasets.put("8h9b-rp9u", city.dataset("8h9b-rp9u", arrests, FIRST, newYear));
        datasets.put("uip8-fykc", city.dataset("uip8-fykc", arrests, newYear, thisMonth));
        datasets.put("qgea-i56i", city.dataset("qgea-i56i", complaints, FIRST, newYear));
        datasets.put("5uac-w243", city.dataset("5uac-w243", complaints, newYear, thisMonth));
        datasets.put(
                "y76i-bdw7",
                SampleAreas.precincts(profile, FIRST.atDay(1).atStartOfDay().toInstant(ZoneOffset.UTC)));
        return datasets;
    }

    private Dataset dataset(String id, RecordGenerator kind, YearMonth from, YearMonth to) {
        Schema schema = Schema.of(id, List.of());
        List<Segment> segments = new ArrayList<>();
        for (YearMonth month = from; month.isBefore(to); month = month.plusMonths(1)) {
            segments.add(segment(schema, kind, month));
        }
        Instant updatedAt = today.withDayOfMonth(1).atStartOfDay().toInstant(ZoneOffset.UTC);
        return new Dataset(schema, segments, updatedAt, Dataset.Origin.SAMPLE);
    }

    private Segment segment(Schema schema, RecordGenerator kind, YearMonth month) {
        List<String> dates = new ArrayList<>();
        int[] starts = new int[month.lengthOfMonth() + 1];
        for (int day = 1; day <= month.lengthOfMonth(); day++) {
            LocalDate date = month.atDay(day);
            dates.add(date + "T00:00:00.000");
            starts[day] = starts[day - 1];
            for (int count : kind.counts(date)) {
                starts[day] += count;
            }
        }
        return new Segment(dates, starts, kept(new Key(schema.id(), month), () -> kind.month(month, schema)));
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
