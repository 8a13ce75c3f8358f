package nyc.crime.standin.http;

import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import jakarta.inject.Inject;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import nyc.crime.standin.data.DataFolder;
import nyc.crime.standin.data.GzipFile;
import nyc.crime.standin.faults.FaultInjector;
import nyc.crime.standin.faults.FaultSettings;
import nyc.crime.standin.publication.FilePortal;
import nyc.crime.standin.publication.Portal;
import nyc.crime.standin.sample.SampleCity;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** The portal through time. */
@QuarkusTest
class AsOfHttpTest {

    private static final String HISTORIC = "qgea-i56i";
    private static final String CURRENT = "5uac-w243";

    private static Portal city;

    @TempDir
    Path folder;

    @Inject
    Catalog catalog;

    @Inject
    FaultInjector faults;

    @BeforeAll
    static void makeTheCity() {
        city = new SampleCity(1, Clock.systemUTC());
    }

    @BeforeEach
    void noFaults() {
        faults.settings(FaultSettings.NONE);
    }

    private void serve(Portal portal, String date) {
        catalog.open(portal, LocalDate.parse(date), null);
    }

    private static void goOn(String date) {
        given().post("/admin/as-of?date=" + date).then().statusCode(200).body("asOf", is(date));
    }

    private static Response ask(String id, String query) {
        return given().queryParam("$query", query).get("/resource/" + id + ".json");
    }

    private static String value(String id, String query) {
        return ask(id, query).path("[0].v");
    }

    private static int count(String id, String where) {
        return Integer.parseInt(value(id, "select count(*) as v where " + where));
    }

    private static List<String> keys(String id, String key, String where) {
        return ask(id, "select " + key + " where " + where + " limit 50000").path(key);
    }

    @Test
    void aQuarterComesThreeWeeksAfterItsEnd() {
        serve(city, "2015-04-20");
        assertEquals("2014-12-31T00:00:00.000", value("uip8-fykc", "select max(arrest_date) as v"));
        assertEquals("2014-12-31T00:00:00.000", value(CURRENT, "select max(rpt_dt) as v"));
        String tag = ask(CURRENT, "select count(*)").header("ETag");
        goOn("2015-04-21");
        assertEquals("2015-03-31T00:00:00.000", value("uip8-fykc", "select max(arrest_date) as v"));
        assertEquals("2015-01-01T00:00:00.000", value("uip8-fykc", "select min(arrest_date) as v"));
        assertEquals("2014-12-31T00:00:00.000", value("8h9b-rp9u", "select max(arrest_date) as v"));
        assertEquals("2015-03-31T00:00:00.000", value(CURRENT, "select max(rpt_dt) as v"));
        Response next = ask(CURRENT, "select count(*)");
        assertNotEquals(tag, next.header("ETag"));
        assertEquals("Tue, 21 Apr 2015 14:00:00 GMT", next.header("Last-Modified"));
        assertEquals("2015-04-21", next.header("X-Standin-As-Of"));
        assertEquals(
                "Wed, 1 Apr 2015 14:00:00 GMT", ask(HISTORIC, "select count(*)").header("Last-Modified"));
        given().get("/api/views/5uac-w243.json")
                .then()
                .body("metadata.custom_fields.'Stand-in'.'As of'", is("2015-04-21"));
        given().get("/admin/as-of").then().body("asOf", is("2015-04-21"));
        given().post("/admin/as-of?date=tomorrow").then().statusCode(400).body("error", is(true));
    }

    @Test
    void betweenPublicationsNothingChanges() {
        serve(city, "2015-05-01");
        Response before = ask(CURRENT, "select count(*)");
        goOn("2015-07-20");
        Response after = ask(CURRENT, "select count(*)");
        assertEquals(before.header("ETag"), after.header("ETag"));
        assertEquals(before.asString(), after.asString());
    }

    @Test
    void theNewestWeeksFillUp() {
        String lastFourWeeks = "cmplnt_fr_dt between '2015-03-04' and '2015-03-31'";
        serve(city, "2015-05-01");
        int first = count(CURRENT, lastFourWeeks);
        goOn("2015-07-21");
        int second = count(CURRENT, lastFourWeeks);
        goOn("2016-05-01");
        int late = count(HISTORIC, lastFourWeeks) + count(CURRENT, lastFourWeeks);
        assertTrue(first < second && second < late, first + ", " + second + ", " + late);
        assertEquals(0.9, (double) first / late, 0.03);
    }

    @Test
    void everyComplaintIsInOneFileWhereverItIsCut() {
        String december = "cmplnt_fr_dt between '2014-12-29' and '2014-12-31'";
        serve(city, "2015-04-21");
        List<String> known = new ArrayList<>(keys(HISTORIC, "cmplnt_num", december));
        List<String> late = keys(CURRENT, "cmplnt_num", december);
        assertTrue(late.size() > 100, late.size() + " reported in the new year");
        assertTrue(Collections.disjoint(known, late));
        known.addAll(late);
        goOn("2017-05-01");
        List<String> all = keys(HISTORIC, "cmplnt_num", december);
        assertTrue(all.containsAll(known), "what was published stays");
        assertTrue(all.size() > known.size());
        assertEquals(all.size(), count(HISTORIC, december));
    }

    @Test
    void forThreeWeeksBothFilesHoldTheSameYear() {
        serve(city, "2015-04-10");
        String year = "rpt_dt between '2014-01-01' and '2014-12-31'";
        assertTrue(count(CURRENT, year) > 400_000);
        assertEquals(count(CURRENT, year), count(HISTORIC, year));
    }

    private static String complaint(String key, String occurred, String reported) {
        return key + "," + occurred + "T00:00:00.000," + (reported == null ? "" : reported + "T00:00:00.000,")
                + "ROBBERY,FELONY";
    }

    @Test
    void filesWithBothDatesUseTheirs() {
        GzipFile.write(
                folder.resolve("qgea-i56i.csv.gz"),
                "cmplnt_num,cmplnt_fr_dt,rpt_dt,ofns_desc,law_cat_cd",
                complaint("1", "2013-12-30", "2013-12-30"),
                complaint("2", "2013-12-30", "2014-02-03"),
                complaint("3", "2013-12-30", "2015-01-05"),
                complaint("4", "2014-03-31", "2014-04-01"));
        GzipFile.write(
                folder.resolve("5uac-w243.csv.gz"),
                "cmplnt_num,cmplnt_fr_dt,rpt_dt,ofns_desc,law_cat_cd",
                complaint("4", "2014-03-31", "2014-04-01"),
                complaint("5", "2015-01-01", "2015-01-02"));
        serve(new FilePortal(DataFolder.read(folder).datasets(), 1), "2014-05-01");
        assertEquals(List.of("1"), keys(HISTORIC, "cmplnt_num", "cmplnt_num > ''"));
        assertEquals(List.of("2"), keys(CURRENT, "cmplnt_num", "cmplnt_num > ''"));
        assertEquals(null, ask(CURRENT, "select *").header("X-Standin-Report-Dates"));
        goOn("2014-07-22");
        assertEquals(List.of("2", "4"), sorted(keys(CURRENT, "cmplnt_num", "cmplnt_num > ''")));
        goOn("2015-05-01");
        assertEquals(List.of("1", "2", "4"), sorted(keys(HISTORIC, "cmplnt_num", "cmplnt_num > ''")));
        assertEquals(List.of("3", "5"), sorted(keys(CURRENT, "cmplnt_num", "cmplnt_num > ''")));
    }

    private static List<String> sorted(List<String> keys) {
        return keys.stream().sorted().toList();
    }

    @Test
    void filesWithoutReportDatesGetDrawnOnesAndSaySo() {
        List<String> lines = new ArrayList<>(List.of("cmplnt_num,cmplnt_fr_dt,ofns_desc,law_cat_cd"));
        for (int i = 0; i < 4000; i++) {
            lines.add(complaint(
                    String.valueOf(i), LocalDate.of(2014, 1, 1).plusDays(i / 10).toString(), null));
        }
        GzipFile.write(folder.resolve("qgea-i56i.csv.gz"), lines.toArray(String[]::new));
        catalog.open(new FilePortal(DataFolder.read(folder).datasets(), 1), null, null);
        assertEquals(4000, count(HISTORIC, "cmplnt_num > ''"));
        ask(HISTORIC, "select rpt_dt").then().statusCode(400);
        goOn("2014-10-21");
        assertEquals(0, count(HISTORIC, "cmplnt_num > ''"));
        int known = count(CURRENT, "cmplnt_num > ''");
        assertTrue(known > 2500 && known < 2730, known + " of 2730 occurred by the end of September");
        assertEquals("2014-09-30T00:00:00.000", value(CURRENT, "select max(rpt_dt) as v"));
        assertEquals("drawn", ask(CURRENT, "select *").header("X-Standin-Report-Dates"));
        given().get("/api/views/5uac-w243.json")
                .then()
                .body("metadata.custom_fields.'Stand-in'.'Report dates'", is("drawn"));
        given().get("/resource/8h9b-rp9u.json").then().header("X-Standin-Report-Dates", nullValue());
        String tag = ask(CURRENT, "select * order by :id").header("ETag");
        String rows = ask(CURRENT, "select * order by :id").asString();
        goOn("2015-02-01");
        goOn("2014-10-21");
        assertEquals(tag, ask(CURRENT, "select * order by :id").header("ETag"));
        assertEquals(rows, ask(CURRENT, "select * order by :id").asString());
        // by another process too, of the same seed only
        serve(new FilePortal(DataFolder.read(folder).datasets(), 1), "2014-10-21");
        assertEquals(rows, ask(CURRENT, "select * order by :id").asString());
        serve(new FilePortal(DataFolder.read(folder).datasets(), 2), "2014-10-21");
        assertNotEquals(rows, ask(CURRENT, "select * order by :id").asString());
    }

    @Test
    void arrestsAreCutByTheirOwnDate() {
        GzipFile.write(folder.resolve("8h9b-rp9u.csv.gz"), "arrest_date,law_cat_cd", "2014-01-01T00:00:00.000,F");
        serve(new FilePortal(DataFolder.read(folder).datasets(), 1), "2014-04-21");
        assertEquals("1", value("uip8-fykc", "select count(*) as v"));
        assertEquals("0", value("8h9b-rp9u", "select count(*) as v"));
    }
}
