package nyc.crime.standin.sample;

import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;

import nyc.crime.standin.data.Dataset;
import nyc.crime.standin.engine.QueryEngine;
import nyc.crime.standin.engine.QueryResult;
import nyc.crime.standin.publication.ComplaintTimes;
import nyc.crime.standin.soql.SoqlParser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class SampleCityTest {

    private static final LocalDate TODAY = LocalDate.of(2026, 5, 17);
    private static final Map<String, Dataset> CITY = city(1, TODAY);

    private static Map<String, Dataset> city(long seed, LocalDate today) {
        Clock clock = Clock.fixed(today.atTime(12, 0).toInstant(ZoneOffset.UTC), ZoneOffset.UTC);
        return new SampleCity(seed, clock).datasets(null);
    }

    private static QueryResult run(Map<String, Dataset> city, String id, String query) {
        return QueryEngine.run(city.get(id), SoqlParser.query(query), false, 1);
    }

    private static List<String> row(String id, String query) {
        return Arrays.asList(run(CITY, id, query).rows().get(0));
    }

    private static String text(QueryResult result) {
        return result.rows().stream().map(Arrays::toString).collect(Collectors.joining("\n"));
    }

    @Test
    void historicDatasetsEndWithLastYearAndTheOthersWithLastMonth() {
        assertEquals(
                List.of("2006-01-01T00:00:00.000", "2025-12-31T00:00:00.000"),
                row("8h9b-rp9u", "select min(arrest_date), max(arrest_date)"));
        assertEquals(
                List.of("2026-01-01T00:00:00.000", "2026-04-30T00:00:00.000"),
                row("uip8-fykc", "select min(arrest_date), max(arrest_date)"));
        assertEquals(
                List.of("2006-01-01T00:00:00.000", "2025-12-31T00:00:00.000"),
                row("qgea-i56i", "select min(cmplnt_fr_dt), max(cmplnt_fr_dt)"));
        assertEquals(
                List.of("2026-01-01T00:00:00.000", "2026-04-30T00:00:00.000"),
                row("5uac-w243", "select min(rpt_dt), max(rpt_dt)"));
        assertEquals(
                "2026-04-30T00:00:00.000",
                row("5uac-w243", "select max(cmplnt_fr_dt)").get(0));
    }

    @Test
    void inJanuaryThisYearsDatasetsStillHoldLastYear() {
        Map<String, Dataset> january = city(1, LocalDate.of(2026, 1, 5));
        assertEquals(
                "2025-12-31T00:00:00.000",
                run(january, "uip8-fykc", "select max(arrest_date)").rows().get(0)[0]);
    }

    @Test
    void countsKnownBeforehandAreTheRowsMade() {
        String march = "where arrest_date between '2024-03-01' and '2024-03-31'";
        assertEquals(
                row("8h9b-rp9u", "select count(*) " + march),
                row("8h9b-rp9u", "select count(*) " + march + " and arrest_key != 'none'"));
        assertEquals(
                text(run(CITY, "8h9b-rp9u", "select arrest_date, count(*) " + march + " group by arrest_date")),
                text(run(
                        CITY,
                        "8h9b-rp9u",
                        "select arrest_date, count(arrest_key) " + march + " group by arrest_date")));
    }

    @Test
    void theSameSeedIsTheSameCityAndAnotherIsNot() {
        String page = "select :*, * where cmplnt_fr_dt between '2011-07-01' and '2011-07-31' order by cmplnt_fr_dt, :id"
                + " limit 3000 offset 5000";
        String first = text(run(CITY, "qgea-i56i", page));
        assertEquals(first, text(run(city(1, TODAY), "qgea-i56i", page)));
        assertNotEquals(first, text(run(city(2, TODAY), "qgea-i56i", page)));
    }

    @Test
    void yearsHaveTheirRealSize() {
        Map<String, Double> expected =
                Map.of("2012", 413_000.0, "2019", 214_000.0, "2021", 154_000.0, "2024", 258_000.0);
        expected.forEach((year, size) -> {
            double made = Double.parseDouble(
                    row("8h9b-rp9u", "select count(*) where date_trunc_y(arrest_date) = '" + year + "-01-01'")
                            .get(0));
            assertEquals(size, made, size * 0.04, year);
        });
    }

    @Test
    void rowsLieOnLandCellsInTheirPrecinctsBorough() {
        Set<String> boroughs = new HashSet<>();
        Set<Integer> land = CityProfile.load().arrests().zones().stream()
                .flatMap(zone -> zone.cells().stream())
                .map(CityProfile.Cell::cell)
                .collect(Collectors.toSet());
        QueryResult rows = run(
                CITY,
                "8h9b-rp9u",
                "select latitude, longitude, arrest_boro where arrest_date between '2019-06-01' and '2019-06-30' and"
                        + " latitude > 0 limit 50000");
        assertTrue(rows.rows().size() > 10_000);
        for (String[] row : rows.rows()) {
            double north = (Double.parseDouble(row[0]) - CityProfile.SOUTH) / (CityProfile.NORTH - CityProfile.SOUTH);
            double east = (Double.parseDouble(row[1]) - CityProfile.WEST) / (CityProfile.EAST - CityProfile.WEST);
            int cell = (int) (north * CityProfile.ROWS) * CityProfile.COLS + (int) (east * CityProfile.COLS);
            assertTrue(land.contains(cell), () -> Arrays.toString(row));
            boroughs.add(row[2]);
        }
        assertEquals(Set.of("M", "B", "K", "Q", "S"), boroughs);
    }

    @Test
    void placesRepeat() {
        QueryResult places = run(
                CITY,
                "8h9b-rp9u",
                "select latitude, longitude, count(*) as n where arrest_date between '2024-03-01' and '2024-03-31' group"
                        + " by latitude, longitude order by n desc limit 50000");
        int rows =
                places.rows().stream().mapToInt(row -> Integer.parseInt(row[2])).sum();
        assertTrue(places.rows().size() < rows * 0.8);
        assertTrue(Integer.parseInt(places.rows().get(0)[2]) > 50);
    }

    @Test
    void theDirtOfRealDataIsThere() {
        QueryResult categories = run(
                CITY,
                "8h9b-rp9u",
                "select law_cat_cd, count(*) where arrest_date between '2008-01-01' and '2008-03-31' group by law_cat_cd order by law_cat_cd");
        assertEquals(
                Arrays.asList("9", "F", "I", "M", "V", null),
                categories.rows().stream().map(row -> row[0]).toList());
        String years = " and arrest_date between '2007-01-01' and '2008-12-31'";
        assertNotEquals(
                "0",
                row("8h9b-rp9u", "select count(*) where latitude = 0" + years).get(0));
        assertNotEquals(
                "0",
                row("8h9b-rp9u", "select count(*) where latitude is null" + years)
                        .get(0));
        assertNotEquals(
                "0",
                row("8h9b-rp9u", "select count(*) where ofns_desc is null" + years)
                        .get(0));
        assertNotEquals(
                "0",
                row("8h9b-rp9u", "select count(*) where arrest_precinct = 483" + years)
                        .get(0));
    }

    @Test
    void nobodyIsDescribed() {
        assertEquals(
                List.of("0", "0", "0"),
                row(
                        "8h9b-rp9u",
                        "select count(perp_race), count(perp_sex), count(age_group) where arrest_date < '2006-02-01'"));
    }

    @Test
    void complaintsAreCutByReportSoThatTheCurrentFileHasLateOnesOfTheYearBefore() {
        String late = row("5uac-w243", "select count(*) where cmplnt_fr_dt < '2026-01-01'")
                .get(0);
        assertTrue(Integer.parseInt(late) > 5_000, late);
        assertEquals(List.of("2025-12-31T00:00:00.000"), row("qgea-i56i", "select max(rpt_dt)"));
        assertEquals(
                late,
                row("5uac-w243", "select count(*) where cmplnt_fr_dt < '2026-01-01' and rpt_dt is not null")
                        .get(0));
        assertEquals(
                "0",
                row("5uac-w243", "select count(*) where cmplnt_fr_dt = '2025-06-06' and rpt_dt < cmplnt_fr_dt")
                        .get(0));
    }

    @Test
    void reportsAreAsLateAsTheRealOnes() {
        String may = "select count(*) where cmplnt_fr_dt between '2019-05-01' and '2019-05-31'";
        double all = Double.parseDouble(row("qgea-i56i", may).get(0));
        double sameDay = Double.parseDouble(
                row("qgea-i56i", may + " and rpt_dt = cmplnt_fr_dt").get(0));
        assertEquals(0.63, sameDay / all, 0.03);
        String rape = may + " and ofns_desc = 'SEX CRIMES'";
        double fewer = Double.parseDouble(
                        row("qgea-i56i", rape + " and rpt_dt = cmplnt_fr_dt").get(0))
                / Double.parseDouble(row("qgea-i56i", rape).get(0));
        assertTrue(fewer < 0.55, "sex crimes are reported late: " + fewer);
    }

    /** Each hour has its share of the real complaints of 2020, see SampleProfileTest. */
    @Test
    void complaintsHaveTheTimesOfDayOfRealOnes() {
        QueryResult times = run(
                CITY,
                "qgea-i56i",
                "select cmplnt_fr_tm, count(*) as n where cmplnt_fr_dt between '2019-05-01' and '2019-05-31' group by cmplnt_fr_tm");
        assertTrue(times.rows().size() > 100);
        double[] drawn = new double[24];
        for (String[] row : times.rows()) {
            assertTrue(row[0].matches("([01]\\d|2[0-3]):[0-5]\\d:00"), row[0]);
            drawn[Integer.parseInt(row[0].substring(0, 2))] += Integer.parseInt(row[1]);
        }
        int[] real = ComplaintTimes.load().hours();
        for (int hour = 0; hour < 24; hour++) {
            assertEquals(
                    real[hour] / (double) Arrays.stream(real).sum(),
                    drawn[hour] / Arrays.stream(drawn).sum(),
                    0.005,
                    "hour " + hour);
        }
    }

    @Test
    void datesOfReportKnownBeforehandAreThoseOfTheRowsMade() {
        for (String query : List.of(
                "select rpt_dt, count(*) as n where cmplnt_fr_dt between '2025-11-01' and '2025-11-30' %s group by rpt_dt"
                        + " order by rpt_dt limit 5000",
                "select count(*), min(rpt_dt), max(rpt_dt), max(cmplnt_fr_dt) where cmplnt_fr_dt >= '2025-12-01' and rpt_dt >="
                        + " '2025-12-24' %s")) {
            for (String id : List.of("qgea-i56i", "5uac-w243")) {
                assertEquals(
                        text(run(CITY, id, query.formatted("and cmplnt_num != 'none'"))),
                        text(run(CITY, id, query.formatted(""))));
            }
        }
    }
}
