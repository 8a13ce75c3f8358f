package nyc.crime.standin.sample;

import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

import com.fasterxml.jackson.databind.ObjectMapper;

import nyc.crime.standin.data.RecordFile;
import nyc.crime.standin.publication.ComplaintTimes;

/**
 * Counts real rows into the figures of the sample city. The folder is laid out as {@code NYC_DATA_DIR} is.
 *
 * <p>Arrests: places, offences and weekdays from the rows of 2024; monthly totals of 2017 to 2021 and 2024 as counted,
 * of 2012 to 2016 from a random sample scaled to the counted years, of the years between by interpolation, before 2012
 * in proportion to complaints. Complaints: offences and monthly totals from the weekly counts of each precinct, places
 * from the counts of each location, weekdays and special days from the daily counts of the city.
 *
 * <p>{@code NYC_DATA_DIR=DIR ./mvnw -pl deploy/standin -am test -Dtest=SampleProfileTest
 * -Dsurefire.failIfNoSpecifiedTests=false -Dsample.write=true} writes them anew into {@code src/main/resources}.
 */
final class CityProfiler {

    private static final int FIRST_YEAR = 2006;
    private static final int LAST_YEAR = 2026;
    private static final int ARREST_ROWS_YEAR = 2024;
    private static final int LEAST_TOLD = 2;
    private static final double LEAST_STATION_SHARE = 0.02;
    private static final int CELLS = CityProfile.ROWS * CityProfile.COLS;
    private static final int CELL_PARTS = CityProfile.PARTS * CityProfile.PARTS;

    private static final List<String> ARREST_CATEGORIES = List.of("F", "M", "V", "I", "9", "");
    private static final List<String> COMPLAINT_CATEGORIES = List.of("FELONY", "MISDEMEANOR", "VIOLATION");

    private final Path folder;

    CityProfiler(Path folder) {
        this.folder = folder;
    }

    /** The figures as they are committed, not yet compressed. */
    byte[] json() throws IOException {
        return new ObjectMapper().writeValueAsBytes(profile());
    }

    /** Counts everything. The same files give the same figures. */
    CityProfile profile() {
        Land land = land();
        Complaints weekly = complaints();
        CityProfile.Kind complaints = complaintFigures(land, weekly);
        return new CityProfile(arrestFigures(land, weekly.levels), complaints);
    }

    // land

    /** Where complaints were located from 2006 to 2016: the parts of cells that are land, and who polices them. */
    private static final class Land {
        final double[][] parts = new double[CELLS][CELL_PARTS];
        final Map<Integer, NavigableMap<Integer, Double>> cellsOfPrecinct = new TreeMap<>();
        final Map<Integer, Busiest> stations = new TreeMap<>();

        boolean has(double latitude, double longitude) {
            int cell = cell(latitude, longitude);
            return cell >= 0 && parts[cell][part(latitude, longitude)] > 0;
        }

        CityProfile.Cell figures(int cell, double weight) {
            double most = Arrays.stream(parts[cell]).max().orElse(0);
            StringBuilder digits = new StringBuilder();
            for (double part : parts[cell]) {
                digits.append(Character.forDigit((int) Math.ceil(part / most * 15), 16));
            }
            return new CityProfile.Cell(cell, (int) Math.max(1, Math.round(weight)), digits.toString());
        }
    }

    /** The place with the most records of a precinct, so far. */
    private static final class Busiest {
        private final Map<String, Double> places = new HashMap<>();
        private double total;

        void add(String latitude, String longitude, double count) {
            places.merge(latitude + " " + longitude, count, Double::sum);
            total += count;
        }

        /** Latitude, longitude and share, or null if no place stands out. */
        double[] figures() {
            Map.Entry<String, Double> most = places.entrySet().stream()
                    .max(Map.Entry.<String, Double>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
                    .orElseThrow();
            double share = most.getValue() / total;
            String[] place = most.getKey().split(" ");
            return share < LEAST_STATION_SHARE
                    ? null
                    : new double[] {
                        rounded(Double.parseDouble(place[0]), 6),
                        rounded(Double.parseDouble(place[1]), 6),
                        rounded(share, 3)
                    };
        }

        static Map<Integer, double[]> figures(Map<Integer, Busiest> byPrecinct) {
            Map<Integer, double[]> stations = new TreeMap<>();
            byPrecinct.forEach((precinct, busiest) -> {
                double[] figures = busiest.figures();
                if (figures != null) {
                    stations.put(precinct, figures);
                }
            });
            return stations;
        }
    }

    private Land land() {
        Land land = new Land();
        RecordFile.eachRow(folder.resolve("complaints/complaint-location-counts-2006-2016.csv.gz"), (row, line) -> {
            String precinct = row.get("precinct77");
            double latitude = Double.parseDouble(row.get("latitude"));
            double longitude = Double.parseDouble(row.get("longitude"));
            int cell = cell(latitude, longitude);
            if (precinct == null || precinct.isEmpty() || cell < 0) {
                return;
            }
            double count = Double.parseDouble(row.get("count"));
            int number = (int) Double.parseDouble(precinct);
            // a thousand complaints at one address must not empty the streets around it
            land.parts[cell][part(latitude, longitude)] += Math.sqrt(count);
            land.cellsOfPrecinct
                    .computeIfAbsent(number, unused -> new TreeMap<>())
                    .merge(cell, count, Double::sum);
            land.stations
                    .computeIfAbsent(number, unused -> new Busiest())
                    .add(row.get("latitude"), row.get("longitude"), count);
        });
        return land;
    }

    private static int cell(double latitude, double longitude) {
        int row = (int) Math.floor(fraction(latitude, CityProfile.SOUTH, CityProfile.NORTH) * CityProfile.ROWS);
        int col = (int) Math.floor(fraction(longitude, CityProfile.WEST, CityProfile.EAST) * CityProfile.COLS);
        boolean inside = !Double.isNaN(latitude)
                && !Double.isNaN(longitude)
                && row >= 0
                && row < CityProfile.ROWS
                && col >= 0
                && col < CityProfile.COLS;
        return inside ? row * CityProfile.COLS + col : -1;
    }

    private static int part(double latitude, double longitude) {
        int rows = CityProfile.ROWS * CityProfile.PARTS;
        int cols = CityProfile.COLS * CityProfile.PARTS;
        int row = (int) Math.floor(fraction(latitude, CityProfile.SOUTH, CityProfile.NORTH) * rows);
        int col = (int) Math.floor(fraction(longitude, CityProfile.WEST, CityProfile.EAST) * cols);
        return row % CityProfile.PARTS * CityProfile.PARTS + col % CityProfile.PARTS;
    }

    private static double fraction(double value, double low, double high) {
        return (value - low) / (high - low);
    }

    // what there is where

    /** Counts by zone, category and offence. */
    private static final class Mix {
        private final List<String> categories;
        private final TreeMap<String, Integer> offences = new TreeMap<>(Comparator.reverseOrder());
        private final Map<String, Map<String, Integer>> kyCodes = new HashMap<>();
        private final NavigableMap<Integer, TreeMap<String, Integer>> zones = new TreeMap<>();

        Mix(List<String> categories) {
            this.categories = categories;
        }

        void add(int zone, String category, String offence, String kyCode, int count) {
            int place = categories.indexOf(category);
            offences.merge(offence, count, Integer::sum);
            if (kyCode != null && !kyCode.isEmpty()) {
                kyCodes.computeIfAbsent(offence, unused -> new TreeMap<>()).merge(kyCode, 1, Integer::sum);
            }
            zones.computeIfAbsent(zone, unused -> new TreeMap<>()).merge(place + "\t" + offence, count, Integer::sum);
        }

        /** Offence names; in reverse order, so that the blank one is last. */
        List<String> names() {
            return List.copyOf(offences.keySet());
        }

        List<String> codes() {
            return names().stream()
                    .map(name -> kyCodes.getOrDefault(name, Map.of()).entrySet().stream()
                            .max(Map.Entry.comparingByValue())
                            .map(Map.Entry::getKey)
                            .orElse(""))
                    .toList();
        }

        /** A zone's category, offence and count triples; what is rarer than two goes into {@code rest} and counts as -1. */
        int[] told(int zone, int[][] rest) {
            List<String> names = names();
            TreeMap<Integer, Integer> untold = new TreeMap<>();
            List<Integer> triples = new ArrayList<>();
            zones.get(zone).forEach((key, count) -> {
                int category = Integer.parseInt(key.substring(0, key.indexOf('\t')));
                int offence = names.indexOf(key.substring(key.indexOf('\t') + 1));
                if (count < LEAST_TOLD) {
                    rest[category][offence] += count;
                    untold.merge(category, count, Integer::sum);
                } else {
                    triples.addAll(List.of(category, offence, count));
                }
            });
            untold.forEach((category, count) -> triples.addAll(List.of(category, -1, count)));
            return triples.stream().mapToInt(Integer::intValue).toArray();
        }
    }

    // arrests

    private CityProfile.Kind arrestFigures(Land land, Map<Integer, double[][]> complaintLevels) {
        Mix mix = new Mix(ARREST_CATEGORIES);
        Map<Integer, TreeMap<String, Integer>> precinctsOfCell = new HashMap<>();
        Map<Integer, Busiest> stations = new TreeMap<>();
        Daily daily = new Daily();
        double[][] months = new double[12][ARREST_CATEGORIES.size()];
        double[] dirt = new double[4];
        RecordFile.eachRow(folder.resolve("socrata/8h9b-rp9u.csv.gz"), (row, line) -> {
            LocalDate date = LocalDate.parse(row.get("arrest_date").substring(0, 10));
            daily.add(date, 1);
            int category = ARREST_CATEGORIES.indexOf(row.get("law_cat_cd"));
            months[date.getMonthValue() - 1][category]++;
            dirt[0]++;
            double latitude = number(row.get("latitude"));
            double longitude = number(row.get("longitude"));
            dirt[1] += latitude == 0 ? 1 : 0;
            dirt[2] += Double.isNaN(latitude) ? 1 : 0;
            int precinct = Integer.parseInt(row.get("arrest_precinct"));
            dirt[3] += precinct > 123 ? 1 : 0;
            if (!land.has(latitude, longitude) || precinct > 123) {
                return;
            }
            int cell = cell(latitude, longitude);
            mix.add(cell, row.get("law_cat_cd"), row.get("ofns_desc"), row.get("ky_cd"), 1);
            precinctsOfCell
                    .computeIfAbsent(cell, unused -> new TreeMap<>())
                    .merge(row.get("arrest_precinct"), 1, Integer::sum);
            stations.computeIfAbsent(precinct, unused -> new Busiest())
                    .add(row.get("latitude"), row.get("longitude"), 1);
        });
        // a category that the rows of 2024 always have is sometimes missing in the records of the year to date
        double blank = 24.0 / 10_000;
        for (double[] month : months) {
            month[ARREST_CATEGORIES.indexOf("")] = rounded(Arrays.stream(month).sum() * blank, 0);
        }
        int[][] rest = new int[ARREST_CATEGORIES.size()][mix.names().size()];
        List<CityProfile.Zone> zones = new ArrayList<>();
        for (int cell : mix.zones.keySet()) {
            String precinct = precinctsOfCell.get(cell).entrySet().stream()
                    .max(Map.Entry.comparingByValue())
                    .orElseThrow()
                    .getKey();
            zones.add(new CityProfile.Zone(
                    Integer.parseInt(precinct), List.of(land.figures(cell, 1)), mix.told(cell, rest)));
        }
        return new CityProfile.Kind(
                ARREST_CATEGORIES,
                mix.names(),
                mix.codes(),
                whole(arrestLevels(months, complaintLevels)),
                daily.weekday(),
                daily.firstOfMonth(),
                daily.newYear(),
                daily.thanksgiving(),
                daily.christmas(),
                daily.spread(),
                zones,
                rest,
                Busiest.figures(stations),
                rounded(dirt[1] / dirt[0], 7),
                rounded(dirt[2] / dirt[0], 7),
                rounded(dirt[3] / dirt[0], 7));
    }

    /** Arrests by year, month and category: as counted where they were, else between or beside the years that were. */
    private Map<Integer, double[][]> arrestLevels(double[][] rowsYear, Map<Integer, double[][]> complaints) {
        int categories = ARREST_CATEGORIES.size();
        TreeMap<Integer, double[][]> counted = new TreeMap<>();
        counted.put(ARREST_ROWS_YEAR, rowsYear);
        RecordFile.eachRow(folder.resolve("arrests/arrests-monthly-counts-2017-2021.csv.gz"), (row, line) -> {
            LocalDate month = LocalDate.parse(row.get("month_end"));
            counted.computeIfAbsent(month.getYear(), unused -> new double[12][categories])[month.getMonthValue() - 1][
                            ARREST_CATEGORIES.indexOf(row.get("law_cat_cd"))] +=
                    Double.parseDouble(row.get("counts"));
        });
        double[] monthShare = new double[12];
        for (int year : List.of(2017, 2018, 2019, ARREST_ROWS_YEAR)) {
            for (int month = 0; month < 12; month++) {
                monthShare[month] += sum(counted.get(year)[month]) / sum(counted.get(year)) / 4;
            }
        }
        TreeMap<Integer, double[]> totals = new TreeMap<>();
        counted.forEach((year, months) -> totals.put(year, byCategory(months)));
        totals.putAll(sampledTotals(totals));
        totals.put(LAST_YEAR, firstQuarterTotals(monthShare));
        // the strange categories were not counted before 2024: they keep their share of it
        double[] reference = totals.get(ARREST_ROWS_YEAR);
        Map<Integer, double[][]> levels = new TreeMap<>();
        for (int year = FIRST_YEAR; year <= LAST_YEAR; year++) {
            double[] total = between(totals, year);
            if (year < totals.firstKey()) {
                double ratio = sum(complaints.get(year)) / sum(complaints.get(totals.firstKey()));
                total = Arrays.stream(total).map(value -> value * ratio).toArray();
            }
            double[][] months = new double[12][categories];
            for (int month = 0; month < 12; month++) {
                for (int category = 0; category < categories; category++) {
                    double level = counted.containsKey(year)
                            ? counted.get(year)[month][category]
                            : total[category] * monthShare[month];
                    boolean strange = category > 2 && year != ARREST_ROWS_YEAR;
                    months[month][category] =
                            strange ? reference[category] / sum(reference) * sum(total) * monthShare[month] : level;
                }
            }
            levels.put(year, months);
        }
        return levels;
    }

    /** A random sample of 2012 to 2021, scaled so that its later years have the counted totals. */
    private Map<Integer, double[]> sampledTotals(Map<Integer, double[]> counted) {
        TreeMap<Integer, double[]> sample = new TreeMap<>();
        RecordFile.eachRow(folder.resolve("arrests/arrests-2012-2021-sample10k.csv.gz"), (row, line) -> {
            int category = ARREST_CATEGORIES.indexOf(row.get("law_cat_cd"));
            int year = Integer.parseInt(row.get("arrest_date").substring(0, 4));
            if (category >= 0) {
                sample.computeIfAbsent(year, unused -> new double[ARREST_CATEGORIES.size()])[category]++;
            }
        });
        double known = 0;
        double sampled = 0;
        for (int year = 2017; year <= 2021; year++) {
            known += sum(counted.get(year));
            sampled += sum(sample.get(year));
        }
        double scale = known / sampled;
        TreeMap<Integer, double[]> totals = new TreeMap<>();
        sample.headMap(2017)
                .forEach((year, counts) -> totals.put(
                        year, Arrays.stream(counts).map(count -> count * scale).toArray()));
        return totals;
    }

    private double[] firstQuarterTotals(double[] monthShare) {
        double[] totals = new double[ARREST_CATEGORIES.size()];
        double quarter = monthShare[0] + monthShare[1] + monthShare[2];
        RecordFile.eachRow(folder.resolve("arrests/arrests-2026Q1-nocoords.csv.gz"), (row, line) -> {
            int category = ARREST_CATEGORIES.indexOf(row.get("law_category").toUpperCase(Locale.ROOT));
            if (category >= 0) {
                totals[category] += 1 / quarter;
            }
        });
        return totals;
    }

    private static double[] between(TreeMap<Integer, double[]> totals, int year) {
        Map.Entry<Integer, double[]> before = totals.floorEntry(year);
        Map.Entry<Integer, double[]> after = totals.ceilingEntry(year);
        if (before == null || after == null) {
            return before == null ? after.getValue() : before.getValue();
        }
        int gap = after.getKey() - before.getKey();
        double weight = gap == 0 ? 0 : (double) (year - before.getKey()) / gap;
        double[] mean = new double[before.getValue().length];
        for (int i = 0; i < mean.length; i++) {
            mean[i] = before.getValue()[i] * (1 - weight) + after.getValue()[i] * weight;
        }
        return mean;
    }

    // complaints

    /** What the weekly counts tell: totals by month, and the mix of each precinct. */
    private static final class Complaints {
        final Mix mix = new Mix(COMPLAINT_CATEGORIES);
        final Map<Integer, double[][]> levels = new TreeMap<>();
    }

    private Complaints complaints() {
        Complaints complaints = new Complaints();
        LocalDate first = LocalDate.of(FIRST_YEAR, 1, 1);
        LocalDate last = LocalDate.of(2025, 12, 31);
        RecordFile.eachRow(
                folder.resolve("complaints/complaints-weekly-precinct-offense-2005w52-2025.csv.gz"), (row, line) -> {
                    LocalDate monday = LocalDate.parse(row.get("week_start"));
                    LocalDate from = monday.isBefore(first) ? first : monday;
                    LocalDate to = monday.plusDays(6).isAfter(last) ? last : monday.plusDays(6);
                    int count = Integer.parseInt(row.get("count"));
                    int category = COMPLAINT_CATEGORIES.indexOf(row.get("law_cat_cd"));
                    double perDay = (double) count / (ChronoUnit.DAYS.between(from, to) + 1);
                    for (LocalDate day = from; !day.isAfter(to); day = day.plusDays(1)) {
                        complaints
                                .levels
                                .computeIfAbsent(day.getYear(), unused -> new double[12][COMPLAINT_CATEGORIES.size()])[
                                day.getMonthValue() - 1][category] += perDay;
                    }
                    String precinct = row.get("addr_pct_cd");
                    if (!precinct.equals("UNKNOWN")) {
                        String offence = row.get("ofns_desc");
                        complaints.mix.add(
                                Integer.parseInt(precinct),
                                row.get("law_cat_cd"),
                                offence.equals("UNKNOWN") ? "" : offence,
                                null,
                                count);
                    }
                });
        // no counts of this year yet: the last year's again
        complaints.levels.put(LAST_YEAR, complaints.levels.get(LAST_YEAR - 1));
        return complaints;
    }

    private CityProfile.Kind complaintFigures(Land land, Complaints weekly) {
        double[] dirt = new double[3];
        RecordFile.eachRow(folder.resolve("complaints/complaints-sample10k-fullcolumns.csv.gz"), (row, line) -> {
            dirt[0]++;
            dirt[1] += row.get("latitude").isEmpty() ? 1 : 0;
            String offence = row.get("ofns_desc");
            if (weekly.mix.offences.containsKey(offence) && !row.get("ky_cd").isEmpty()) {
                weekly.mix
                        .kyCodes
                        .computeIfAbsent(offence, unused -> new TreeMap<>())
                        .merge(row.get("ky_cd"), 1, Integer::sum);
            }
        });
        Daily daily = new Daily();
        RecordFile.eachRow(
                folder.resolve("complaints/complaints-daily-offense-citywide-2006-2019Q3.csv.gz"),
                (row, line) -> daily.add(LocalDate.parse(row.get("date")), Double.parseDouble(row.get("count"))));
        int[][] rest = new int[COMPLAINT_CATEGORIES.size()][weekly.mix.names().size()];
        List<CityProfile.Zone> zones = new ArrayList<>();
        for (int precinct : weekly.mix.zones.keySet()) {
            // the precinct made in 2024 lies within another one, whose places are all that is known
            NavigableMap<Integer, Double> cells =
                    land.cellsOfPrecinct.getOrDefault(precinct, land.cellsOfPrecinct.get(105));
            List<CityProfile.Cell> told = new ArrayList<>();
            cells.forEach((cell, count) -> told.add(land.figures(cell, count)));
            zones.add(new CityProfile.Zone(precinct, told, weekly.mix.told(precinct, rest)));
        }
        return new CityProfile.Kind(
                COMPLAINT_CATEGORIES,
                weekly.mix.names(),
                weekly.mix.codes(),
                whole(weekly.levels),
                daily.weekday(),
                daily.firstOfMonth(),
                daily.newYear(),
                daily.thanksgiving(),
                daily.christmas(),
                daily.spread(),
                zones,
                rest,
                Busiest.figures(land.stations),
                0,
                rounded(dirt[1] / dirt[0], 7),
                0);
    }

    // hours and reports

    private static final int[] DELAYS = {0, 1, 2, 3, 7, 14, 30, 60, 90, 180, 365, 730};
    private static final int LEAST_REPORTS = 500;

    /** When complaints occur and are reported, of those that have both dates. */
    ComplaintTimes complaintTimes() {
        int[] hours = new int[24];
        TreeMap<String, int[]> delays = new TreeMap<>();
        DateTimeFormatter american = DateTimeFormatter.ofPattern("MM/dd/uuuu");
        RecordFile.eachRow(folder.resolve("complaints/complaints-2020Q1-Q3-nocoords.csv.gz"), (row, line) -> {
            long delay = ChronoUnit.DAYS.between(
                    LocalDate.parse(row.get("cmplnt_fr_dt"), american), LocalDate.parse(row.get("rpt_dt"), american));
            hours[Integer.parseInt(row.get("cmplnt_fr_tm").replaceAll("\\D", "")) / 3600 % 24]++;
            for (String offence : new TreeSet<>(List.of("", row.get("ofns_desc")))) {
                int[] within = delays.computeIfAbsent(offence, unused -> new int[DELAYS.length]);
                for (int i = 0; i < DELAYS.length; i++) {
                    within[i] += delay >= 0 && delay <= DELAYS[i] ? 1 : 0;
                }
            }
        });
        delays.values().removeIf(within -> within[DELAYS.length - 1] < LEAST_REPORTS);
        return new ComplaintTimes(hours, DELAYS, delays);
    }

    // days

    /** Counts by day, and how the days differ from their month's mean. */
    private static final class Daily {
        private final TreeMap<LocalDate, Double> counts = new TreeMap<>();

        void add(LocalDate date, double count) {
            counts.merge(date, count, Double::sum);
        }

        private double relative(LocalDate date) {
            double mean = counts
                    .subMap(date.withDayOfMonth(1), true, date.withDayOfMonth(date.lengthOfMonth()), true)
                    .values()
                    .stream()
                    .mapToDouble(Double::doubleValue)
                    .average()
                    .orElseThrow();
            return counts.get(date) / mean;
        }

        double[] weekday() {
            double[] factors = new double[7];
            double[] days = new double[7];
            for (LocalDate date : counts.keySet()) {
                int day = date.getDayOfWeek().getValue() - 1;
                factors[day] += relative(date);
                days[day]++;
            }
            for (int day = 0; day < 7; day++) {
                factors[day] = rounded(factors[day] / days[day], 4);
            }
            return factors;
        }

        double firstOfMonth() {
            return factor(date -> date.getDayOfMonth() == 1 && date.getMonthValue() > 1);
        }

        double newYear() {
            return factor(date -> date.getDayOfYear() == 1);
        }

        double thanksgiving() {
            return factor(RecordGenerator::isThanksgiving);
        }

        double christmas() {
            return factor(date -> date.getMonthValue() == 12 && date.getDayOfMonth() == 25);
        }

        /** How days of a sort stand to what their month and weekday let one expect. */
        private double factor(Predicate<LocalDate> sort) {
            double[] weekday = weekday();
            return rounded(
                    counts.keySet().stream()
                            .filter(sort)
                            .mapToDouble(date ->
                                    relative(date) / weekday[date.getDayOfWeek().getValue() - 1])
                            .average()
                            .orElse(1),
                    4);
        }

        /** Variance over mean of what month and weekday leave unexplained, on days that are not special. */
        double spread() {
            double[] weekday = weekday();
            return rounded(
                    counts.entrySet().stream()
                            .filter(entry -> entry.getKey().getDayOfMonth() > 1 && !isHoliday(entry.getKey()))
                            .mapToDouble(entry -> {
                                double expected = entry.getValue()
                                        / relative(entry.getKey())
                                        * weekday[entry.getKey().getDayOfWeek().getValue() - 1];
                                return Math.pow(entry.getValue() - expected, 2) / expected;
                            })
                            .average()
                            .orElse(1),
                    2);
        }

        private static boolean isHoliday(LocalDate date) {
            return RecordGenerator.isThanksgiving(date) || date.getMonthValue() == 12 && date.getDayOfMonth() > 23;
        }
    }

    // figures

    private static Map<Integer, int[][]> whole(Map<Integer, double[][]> levels) {
        Map<Integer, int[][]> whole = new TreeMap<>();
        levels.forEach((year, months) -> whole.put(
                year,
                Arrays.stream(months)
                        .map(month -> Arrays.stream(month)
                                .mapToInt(level -> (int) Math.round(level))
                                .toArray())
                        .toArray(int[][]::new)));
        return whole;
    }

    private static double[] byCategory(double[][] months) {
        double[] totals = new double[months[0].length];
        for (double[] month : months) {
            for (int category = 0; category < month.length; category++) {
                totals[category] += month[category];
            }
        }
        return totals;
    }

    private static double sum(double[][] months) {
        return Arrays.stream(months).mapToDouble(CityProfiler::sum).sum();
    }

    private static double sum(double[] values) {
        return Arrays.stream(values).sum();
    }

    private static double number(String text) {
        return text == null || text.isEmpty() ? Double.NaN : Double.parseDouble(text);
    }

    private static double rounded(double value, int digits) {
        double scale = Math.pow(10, digits);
        return Math.round(value * scale) / scale;
    }
}
