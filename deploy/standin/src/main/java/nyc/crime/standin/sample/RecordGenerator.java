package nyc.crime.standin.sample;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

import nyc.crime.standin.data.RowId;
import nyc.crime.standin.data.Schema;
import nyc.crime.standin.data.Segment;
import nyc.crime.standin.data.Table;
import nyc.crime.standin.data.TableBuilder;
import nyc.crime.standin.publication.ComplaintTimes;

/**
 * Makes synthetic records of one kind. Every day has a random stream of its own, so that a day's count and rows are the
 * same whichever days were made before it.
 */
final class RecordGenerator {

    private static final String MIDNIGHT = "T00:00:00.000";
    private static final int POISSON_UP_TO = 40;

    private final CityProfile.Kind figures;
    private final Locations places;
    private final Names names;
    private final ComplaintTimes times;
    private final long seed;

    private final List<Entry> entries = new ArrayList<>();
    private final AliasTable[] entriesOfCategory;
    private final int[][] indexOfEntry;
    private final AliasTable[] cellsOfZone;
    private final AliasTable[] restOfCategory;
    private final Map<LocalDate, int[]> countsOfDay = new ConcurrentHashMap<>();
    private final Map<LocalDate, int[]> delaysOfDay = new ConcurrentHashMap<>();
    private final Map<LocalDate, String> textOfDay = new ConcurrentHashMap<>();

    /** One offence of one category in one zone. */
    private record Entry(int zone, int offence) {}

    /**
     * What the columns are called, as the two kinds differ.
     *
     * @param key the record's number
     * @param date when it happened
     * @param borough where
     * @param precinct whose police
     * @param boroughs names of Manhattan, the Bronx, Brooklyn, Queens and Staten Island
     */
    record Names(String key, String date, String borough, String precinct, List<String> boroughs) {}

    RecordGenerator(CityProfile.Kind figures, Locations places, Names names, ComplaintTimes times, long seed) {
        this.figures = figures;
        this.places = places;
        this.names = names;
        this.times = times;
        this.seed = seed;
        int categories = figures.categories().size();
        List<List<Double>> weights = new ArrayList<>();
        List<List<Integer>> indices = new ArrayList<>();
        for (int category = 0; category < categories; category++) {
            weights.add(new ArrayList<>());
            indices.add(new ArrayList<>());
        }
        for (int zone = 0; zone < figures.zones().size(); zone++) {
            int[] mix = figures.zones().get(zone).mix();
            for (int i = 0; i < mix.length; i += 3) {
                indices.get(mix[i]).add(entries.size());
                weights.get(mix[i]).add((double) mix[i + 2]);
                entries.add(new Entry(zone, mix[i + 1]));
            }
        }
        // a category of which no place is known happens wherever the first one does
        for (int category = 1; category < categories; category++) {
            if (indices.get(category).isEmpty()) {
                indices.set(category, indices.get(0));
                weights.set(category, weights.get(0));
            }
        }
        this.indexOfEntry = indices.stream()
                .map(list -> list.stream().mapToInt(Integer::intValue).toArray())
                .toArray(int[][]::new);
        this.entriesOfCategory = weights.stream()
                .map(list -> new AliasTable(
                        list.stream().mapToDouble(Double::doubleValue).toArray()))
                .toArray(AliasTable[]::new);
        this.cellsOfZone = figures.zones().stream()
                .map(zone -> new AliasTable(zone.cells().stream()
                        .mapToDouble(CityProfile.Cell::weight)
                        .toArray()))
                .toArray(AliasTable[]::new);
        this.restOfCategory = IntStream.range(0, categories)
                .mapToObj(category -> rest(figures.rest()[category]))
                .toArray(AliasTable[]::new);
    }

    private AliasTable rest(int[] counts) {
        int[] used = IntStream.of(counts).sum() > 0 ? counts : figures.rest()[0];
        return new AliasTable(IntStream.of(used).asDoubleStream().toArray());
    }

    /** How many records each category has on a day. */
    int[] counts(LocalDate date) {
        return countsOfDay.computeIfAbsent(date, this::drawnCounts);
    }

    private int[] drawnCounts(LocalDate date) {
        SplittableRandom random = randomOf(date, 0);
        double[] expected = expected(date);
        return IntStream.range(0, expected.length)
                .map(category -> count(expected[category], random))
                .toArray();
    }

    private double[] expected(LocalDate date) {
        int[][] year = figures.levels().get(clampedYear(date.getYear()));
        double factor = factor(date);
        double monthly = 0;
        YearMonth month = YearMonth.from(date);
        for (int day = 1; day <= month.lengthOfMonth(); day++) {
            monthly += factor(month.atDay(day));
        }
        double share = factor / monthly;
        return IntStream.of(year[date.getMonthValue() - 1])
                .mapToDouble(level -> level * share)
                .toArray();
    }

    private int clampedYear(int year) {
        int last = figures.levels().keySet().stream()
                .mapToInt(Integer::intValue)
                .max()
                .orElseThrow();
        return Math.min(year, last);
    }

    private double factor(LocalDate date) {
        double factor = figures.weekday()[date.getDayOfWeek().getValue() - 1];
        if (date.getDayOfYear() == 1) {
            return factor * figures.newYear();
        }
        if (date.getDayOfMonth() == 1) {
            return factor * figures.firstOfMonth();
        }
        if (isThanksgiving(date)) {
            return factor * figures.thanksgiving();
        }
        return date.getMonthValue() == 12 && date.getDayOfMonth() == 25 ? factor * figures.christmas() : factor;
    }

    /** The fourth Thursday of November. */
    static boolean isThanksgiving(LocalDate date) {
        return date.getMonthValue() == 11
                && date.getDayOfWeek() == DayOfWeek.THURSDAY
                && date.getDayOfMonth() > 21
                && date.getDayOfMonth() < 29;
    }

    /** A count with the spread of the real ones: normal where it is large, Poisson where it is small. */
    private int count(double mean, SplittableRandom random) {
        if (mean < POISSON_UP_TO) {
            double limit = StrictMath.exp(-mean);
            double product = random.nextDouble();
            int count = 0;
            while (product > limit) {
                product *= random.nextDouble();
                count++;
            }
            return count;
        }
        double normal = StrictMath.sqrt(-2 * StrictMath.log(1 - random.nextDouble()))
                * StrictMath.cos(2 * Math.PI * random.nextDouble());
        return (int) Math.max(0, Math.round(mean + normal * StrictMath.sqrt(figures.spread() * mean)));
    }

    /** The most days from occurrence to report; 0 where both are one. */
    int longestDelay() {
        return times == null ? 0 : times.longestDelay();
    }

    /** How many records of a day a file with this cut has. */
    int count(LocalDate date, SampleCity.Cut cut) {
        if (date.isAfter(cut.through()) || date.plusDays(longestDelay()).isBefore(cut.from())) {
            return 0;
        }
        if (cut.holds(date) && cut.holds(date.plusDays(longestDelay()))) {
            return IntStream.of(counts(date)).sum();
        }
        int[] rows = {0};
        eachReport(date, cut, (reported, count) -> rows[0] += count);
        return rows[0];
    }

    /** Shows when the records of a day that a file with this cut has were reported. */
    void eachReport(LocalDate date, SampleCity.Cut cut, Segment.ReportConsumer consumer) {
        int[] delays = delaysOfDay.computeIfAbsent(date, this::delays);
        for (int i = 0; i < delays.length; i += 2) {
            LocalDate reported = date.plusDays(delays[i]);
            if (cut.holds(reported)) {
                consumer.accept(textOfDay.computeIfAbsent(reported, day -> day + MIDNIGHT), delays[i + 1]);
            }
        }
    }

    /** Delays of a day's records, and how many have each, in turn. */
    private int[] delays(LocalDate date) {
        int[] counts = new int[longestDelay() + 1];
        eachEvent(date, new SampleCity.Cut(date, date), (category, entry, offence, delay, held) -> counts[delay]++);
        return IntStream.range(0, counts.length)
                .filter(delay -> counts[delay] > 0)
                .flatMap(delay -> IntStream.of(delay, counts[delay]))
                .toArray();
    }

    /** Takes an event, and whether a file holds it. */
    private interface EventConsumer {
        void accept(int category, Entry entry, int offence, int delay, boolean held);
    }

    private void eachEvent(LocalDate date, SampleCity.Cut cut, EventConsumer consumer) {
        SplittableRandom random = randomOf(date, 1);
        int[] counts = counts(date);
        long least = ChronoUnit.DAYS.between(date, cut.from());
        long most = ChronoUnit.DAYS.between(date, cut.through());
        for (int category = 0; category < counts.length; category++) {
            for (int i = 0; i < counts[category]; i++) {
                Entry entry = entries.get(indexOfEntry[category][entriesOfCategory[category].draw(random)]);
                int offence = entry.offence() >= 0 ? entry.offence() : restOfCategory[category].draw(random);
                int delay = times == null ? 0 : times.delay(figures.offences().get(offence), random);
                consumer.accept(category, entry, offence, delay, delay >= least && delay <= most);
            }
        }
    }

    /** The records of a month that a file with this cut has. */
    Table month(YearMonth month, Schema schema, SampleCity.Cut cut) {
        RowWriter writer = new RowWriter(schema);
        for (int day = 1; day <= month.lengthOfMonth(); day++) {
            LocalDate date = month.atDay(day);
            String written = date + MIDNIGHT;
            long[] number = {date.toEpochDay() << 20};
            eachEvent(date, cut, (category, entry, offence, delay, held) -> {
                if (held) {
                    writer.write(number[0], written, category, entry, offence, date.plusDays(delay));
                }
                number[0]++;
            });
        }
        return writer.table.table();
    }

    private SplittableRandom randomOf(LocalDate date, int stream) {
        return randomOf(date.toEpochDay() * 2 + stream + (1L << 40));
    }

    private SplittableRandom randomOf(long number) {
        return new SplittableRandom(RowId.of(names.key(), seed * 1_000_003 + number));
    }

    /** Draws rows and puts them into a table. Personal attributes are left out: the city has no people. */
    private final class RowWriter {

        private final Schema schema;
        private final TableBuilder table;
        private final int key;
        private final int date;
        private final int time;
        private final int reported;
        private final int kyCode;
        private final int offence;
        private final int category;
        private final int borough;
        private final int precinct;
        private final int latitude;
        private final int longitude;
        private final int point;

        RowWriter(Schema schema) {
            this.schema = schema;
            this.table = new TableBuilder(schema);
            this.key = schema.indexOf(names.key());
            this.date = schema.indexOf(names.date());
            this.time = schema.indexOf("cmplnt_fr_tm");
            this.reported = schema.indexOf("rpt_dt");
            this.kyCode = schema.indexOf("ky_cd");
            this.offence = schema.indexOf("ofns_desc");
            this.category = schema.indexOf("law_cat_cd");
            this.borough = schema.indexOf(names.borough());
            this.precinct = schema.indexOf(names.precinct());
            this.latitude = schema.indexOf("latitude");
            this.longitude = schema.indexOf("longitude");
            this.point = schema.pointColumn();
            table.share(latitude, places.latitudes());
            table.share(longitude, places.longitudes());
            table.share(point, places.points());
        }

        void write(long number, String day, int ofCategory, Entry entry, int kind, LocalDate report) {
            // a stream for each row, so that it is the same whichever rows a file leaves out
            SplittableRandom random = randomOf(number);
            int police = figures.zones().get(entry.zone()).precinct();
            double dirt = random.nextDouble();

            table.addRow(RowId.of(schema.id(), number));
            table.setUnique(key, String.valueOf(number));
            table.set(date, day);
            if (times != null) {
                table.set(time, times.time(random));
                table.set(reported, report + MIDNIGHT);
            }
            table.set(kyCode, figures.kyCodes().get(kind));
            table.set(offence, figures.offences().get(kind));
            table.set(category, figures.categories().get(ofCategory));
            table.set(borough, names.boroughs().get(boroughOf(police)));
            boolean wrongPrecinct = random.nextDouble() < figures.wrongPrecinct();
            table.set(precinct, String.valueOf(wrongPrecinct ? 483 : police));
            if (dirt < figures.missingCoordinates()) {
                return;
            }
            int place = dirt < figures.missingCoordinates() + figures.zeroCoordinates()
                    ? places.nowhere()
                    : place(entry.zone(), police, random);
            table.set(latitude, place);
            table.set(longitude, place);
            table.set(point, place);
        }

        private int place(int zone, int police, SplittableRandom random) {
            double[] station = figures.stations().get(police);
            if (station != null && random.nextDouble() < station[2]) {
                return places.station(station);
            }
            CityProfile.Cell cell = figures.zones().get(zone).cells().get(cellsOfZone[zone].draw(random));
            int part = part(cell.parts(), random);
            return places.corner(cell.cell(), part, random.nextInt(Locations.CORNERS));
        }

        private static int part(String weights, SplittableRandom random) {
            int sum = 0;
            for (int i = 0; i < weights.length(); i++) {
                sum += Character.digit(weights.charAt(i), 16);
            }
            int draw = random.nextInt(sum);
            int part = -1;
            while (draw >= 0) {
                draw -= Character.digit(weights.charAt(++part), 16);
            }
            return part;
        }
    }

    /** The borough of a precinct, from 0: NYPD numbers its precincts by borough. */
    static int boroughOf(int police) {
        if (police < 40) {
            return 0;
        }
        if (police < 60) {
            return 1;
        }
        if (police < 100) {
            return 2;
        }
        return police < 120 ? 3 : 4;
    }
}
