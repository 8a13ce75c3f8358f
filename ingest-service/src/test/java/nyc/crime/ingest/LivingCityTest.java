package nyc.crime.ingest;

import java.time.Duration;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import nyc.crime.ingest.FakeSocrata.Call;
import nyc.crime.ingest.FakeSocrata.Row;

import static io.restassured.RestAssured.given;
import static nyc.crime.ingest.FakeSocrata.complaint;
import static nyc.crime.ingest.LivingSocrataResource.current;
import static nyc.crime.ingest.LivingSocrataResource.historic;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

/** Data that live: cut by report, late, mistyped, away for a while, changed while they are read. */
@QuarkusTest
@TestProfile(LivingCityTest.Living.class)
class LivingCityTest {

    FakeSocrata socrata;

    /** An application of its own. */
    public static class Living implements QuarkusTestProfile {
        @Override
        public List<TestResourceEntry> testResources() {
            return List.of(new TestResourceEntry(LivingSocrataResource.class));
        }
    }

    @BeforeEach
    @AfterEach
    void behave() {
        socrata.behave();
    }

    @Test
    void monthHasWhatIsReportedOfItAfterTheHistoricFilesLastReport() {
        fillYear(historic("joined"), 2020, 40);
        LocalDate christmas = LocalDate.of(2020, 12, 25);
        // reported in January: in the current file only
        for (int i = 0; i < 4; i++) {
            socrata.add(current("joined"), complaint("late-" + i, christmas, LocalDate.of(2021, 1, 2 + i)));
        }
        // reported in December: in both files for a while
        socrata.all(historic("joined")).stream()
                .filter(row -> YearMonth.from(row.date()).equals(YearMonth.of(2020, 12)))
                .toList()
                .forEach(row -> socrata.add(current("joined"), row));
        socrata.fillReported(current("joined"), LocalDate.of(2021, 1, 1), 30, 0);
        socrata.fillReported(current("joined"), LocalDate.of(2021, 2, 1), 30, 0);
        // reported before it occurred, and one that does not say when it was reported
        socrata.add(current("joined"), complaint("early", LocalDate.of(2021, 2, 10), LocalDate.of(2021, 2, 1)));
        socrata.add(current("joined"), complaint("unsaid", LocalDate.of(2021, 2, 10), null));
        publish();
        month("joined", "2020-12").body("rows", equalTo(44)).header("X-Records-Verified", "44/44");
        month("joined", "2021-01").body("rows", equalTo(30));
        month("joined", "2021-02").body("rows", equalTo(31));
        assertThat(accounted("joined")).containsEntry("repeated", 40).containsEntry("noReportDate", 1);
    }

    @Test
    void offenceThatIsWrittenInTwoWaysIsOne() {
        fillYear(historic("written"), 2020, 40);
        LocalDate march = LocalDate.of(2020, 3, 5);
        for (String offence : List.of("OTHER OFFENSES RELATED TO THEF", "OTHER OFFENSES RELATED TO THEFT")) {
            FakeSocrata.Row row = complaint(offence, march, march);
            row.fields().put("ofns_desc", offence);
            socrata.add(historic("written"), row);
        }
        publish();
        given().get("/v1/records/written/2020-03?columns=offence")
                .then()
                .statusCode(200)
                .body("rows", equalTo(42))
                .body("offences", hasItem("OTHER OFFENSES RELATED TO THEFT"))
                .body("offences", not(hasItem("OTHER OFFENSES RELATED TO THEF")));
    }

    @Test
    void oneStrayRowMovesNoBoundary() {
        fillYear(historic("stray"), 2020, 40);
        LocalDate farOff = LocalDate.of(2021, 10, 5);
        socrata.add(historic("stray"), complaint("reported far off", LocalDate.of(2020, 12, 1), farOff));
        socrata.add(historic("stray"), complaint("occurred far off", farOff, farOff));
        for (int month = 1; month <= 6; month++) {
            socrata.fillReported(current("stray"), LocalDate.of(2021, month, 1), 30, 0);
        }
        publish();
        month("stray", "2020-12").body("rows", equalTo(41));
        month("stray", "2021-03").body("rows", equalTo(30)).body("publishedThrough", equalTo("2021-06-30"));
        given().get("/v1/records/stray/2021")
                .then()
                .statusCode(200)
                .body("$", hasSize(6))
                .header("X-Data-Through", "2021-06-30");
        assertThat(accounted("stray")).containsEntry("after", 1);
        for (String unpublished : List.of("2021-07", "2021-10", "2019-12", "0999-01", "0000-01")) {
            given().get("/v1/records/stray/" + unpublished)
                    .then()
                    .statusCode(404)
                    .body("parameter", equalTo("period"))
                    .body("first", equalTo("2020-01"))
                    .body("last", equalTo("2021-06"));
        }
        for (String unpublished : List.of("2022", "0000", "0999")) {
            given().get("/v1/records/stray/" + unpublished)
                    .then()
                    .statusCode(404)
                    .body("last", equalTo("2021-06"));
        }
    }

    @Test
    void sourceWithoutReportsIsJoinedByItsDate() {
        fillYear(historic("columnless"), 2019, 40);
        socrata.withoutColumn(historic("columnless"), "rpt_dt");
        socrata.withoutColumn(historic("columnless"), "cmplnt_fr_tm");
        socrata.add(current("columnless"), complaint("known", LocalDate.of(2019, 12, 3), LocalDate.of(2019, 12, 30)));
        socrata.fillReported(current("columnless"), LocalDate.of(2020, 1, 1), 30, 0);
        publish();
        month("columnless", "2019-12").body("rows", equalTo(40));
        month("columnless", "2020-01").body("rows", equalTo(30));
        assertThat(accounted("columnless")).containsEntry("repeated", 1);
    }

    @Test
    void dateThatCannotBeReadIsCountedAndNamedOnce() {
        List<String> words = new ArrayList<>();
        Handler listener = listener(words);
        Logger.getLogger("").addHandler(listener);
        try {
            for (int month = 1; month <= 3; month++) {
                socrata.fillReported(historic("misdated"), LocalDate.of(2023, month, 1), 40, 0);
            }
            Stream.of("2023-02-29T00:00:00.000", "20230311", "2023 Mar 08 12:00:00 AM")
                    .forEach(text -> {
                        Row good = complaint(text, LocalDate.of(2023, 3, 31), LocalDate.of(2023, 3, 31));
                        good.fields().put("cmplnt_fr_dt", text);
                        socrata.add(historic("misdated"), good);
                    });
            publish();
            month("misdated", "2023-02")
                    .body("rows", equalTo(41))
                    .body("placed", equalTo(40))
                    .body("odd.date", equalTo(1))
                    .header("X-Records-Verified", "41/41");
            month("misdated", "2023-03").body("rows", equalTo(40));
            assertThat(accounted("misdated")).containsEntry("unreadable", 2);
            publish();
            given().get("/v1/datasets").then().statusCode(200);
        } finally {
            Logger.getLogger("").removeHandler(listener);
        }
        assertThat(words)
                .filteredOn(word -> word.contains(historic("misdated")))
                .hasSize(1)
                .allMatch(word -> word.startsWith("3 rows"));
    }

    @Test
    void datasetThatIsAwayIsTroubleAndNotNoRows() {
        fillYear(historic("away"), 2020, 40);
        socrata.fillReported(current("away"), LocalDate.of(2021, 1, 1), 30, 0);
        publish();
        month("away", "2020-03").body("rows", equalTo(40)).body("stale", equalTo(false));
        socrata.hide(historic("away"), true);
        publish();
        month("away", "2020-03").body("rows", equalTo(40)).body("stale", equalTo(true));
        given().get("/v1/records/away/2020-04").then().statusCode(502).body("kind", equalTo("missing"));
        JsonPath away = dataset("away");
        assertThat(away.getBoolean("stale")).isTrue();
        assertThat(away.getString("trouble")).contains(historic("away"), "dataset.missing");
        assertThat(away.getString("firstDate")).isEqualTo("2020-01-01");
        socrata.hide(historic("away"), false);
        publish();
        month("away", "2020-03").body("stale", equalTo(false));
        month("away", "2020-04").body("rows", equalTo(40));
        assertThat(dataset("away").getString("trouble")).isNull();
    }

    @Test
    void troubleOfADatasetThatWasNeverKnownIsAFieldOfIt() {
        fillYear(current("never"), 2020, 40);
        given().get("/v1/datasets")
                .then()
                .statusCode(200)
                .body("datasets.find { it.id == 'arrests' }.trouble", nullValue());
        assertThat(dataset("never").getString("trouble")).contains(historic("never"));
        given().get("/v1/records/never/2020-04").then().statusCode(502).body("kind", equalTo("missing"));
        socrata.hide(historic("never"), false);
        publish();
        month("never", "2020-04").body("rows", equalTo(40));
    }

    @Test
    void monthThatLosesRowsIsDoubtedUntilThatLasts() {
        fillYear(historic("lossy"), 2020, 40);
        publish();
        month("lossy", "2020-05").body("rows", equalTo(40));
        // one of forty is less than the share that makes it doubtful
        month("lossy", "2020-06").body("rows", equalTo(40));
        String first = "row-%s-2020-06-01-0-0000".formatted(historic("lossy"));
        socrata.remove(historic("lossy"), row -> row.id().equals(first));
        socrata.newVersion();
        SettableClock.pass(Duration.ofHours(25));
        month("lossy", "2020-06").body("rows", equalTo(39)).body("stale", equalTo(false));
        for (int i = 0; i < 10; i++) {
            String id = "row-%s-2020-05-01-0-%04d".formatted(historic("lossy"), i);
            socrata.remove(historic("lossy"), row -> row.id().equals(id));
        }
        socrata.newVersion();
        socrata.calls().clear();
        List<String> words = new ArrayList<>();
        Handler listener = listener(words);
        Logger.getLogger("").addHandler(listener);
        month("lossy", "2020-05").body("rows", equalTo(40)).body("stale", equalTo(true));
        Logger.getLogger("").removeHandler(listener);
        assertThat(words).anyMatch(word -> word.contains("30 rows of lossy/2020-05 now and had 40"));
        assertThat(socrata.calls().stream().filter(Call::isPage).count())
                .as("read twice")
                .isGreaterThan(2);
        assertThat(given().get("/q/metrics").asString()).contains("nyc_ingest_doubts_total{dataset=\"lossy\"");
        month("lossy", "2020-05").body("rows", equalTo(40)).body("stale", equalTo(true));
        SettableClock.pass(Duration.ofHours(7));
        month("lossy", "2020-05").body("rows", equalTo(30)).body("stale", equalTo(false));
    }

    @Test
    void rangeThatShrinksIsDoubtedUntilThatLasts() {
        fillYear(historic("shorter"), 2020, 40);
        publish();
        month("shorter", "2020-12").body("rows", equalTo(40));
        socrata.remove(historic("shorter"), row -> row.date().isAfter(LocalDate.of(2020, 9, 30)));
        socrata.newVersion();
        publish();
        month("shorter", "2020-12").body("rows", equalTo(40)).body("stale", equalTo(true));
        given().get("/v1/records/shorter/2020-11").then().statusCode(502).body("kind", equalTo("shrunk"));
        JsonPath shorter = dataset("shorter");
        assertThat(shorter.getString("publishedThrough")).isEqualTo("2020-12-31");
        assertThat(shorter.getString("trouble")).contains("2020-09-30");
        SettableClock.pass(Duration.ofHours(7));
        assertThat(dataset("shorter").getString("publishedThrough")).isEqualTo("2020-09-30");
        given().get("/v1/records/shorter/2020-11").then().statusCode(404).body("last", equalTo("2020-09"));
    }

    @Test
    void datasetThatLosesRowsInItsMidstIsDoubtedUntilThatLasts() {
        fillYear(historic("thinner"), 2020, 40);
        publish();
        assertThat(dataset("thinner").getInt("rows")).isEqualTo(480);
        // a little less is what happens: rows are withdrawn
        removeEach("thinner", 25);
        publish();
        assertThat(dataset("thinner").getString("trouble")).isNull();
        int before = dataset("thinner").getInt("rows");
        assertThat(before).isLessThan(480);
        removeEach("thinner", 8);
        publish();
        assertThat(dataset("thinner").getString("trouble")).contains("it had " + before + " rows and now");
        assertThat(dataset("thinner").getInt("rows")).isEqualTo(before);
        assertThat(dataset("thinner").getBoolean("stale")).isTrue();
        SettableClock.pass(Duration.ofHours(7));
        assertThat(dataset("thinner").getString("trouble")).isNull();
        assertThat(dataset("thinner").getInt("rows"))
                .isEqualTo(socrata.all(historic("thinner")).size());
    }

    @Test
    void datasetWhoseNewRowsHaveNoPlacesIsDoubtedUntilThatLasts() {
        fillYear(historic("unplaced"), 2020, 40);
        publish();
        socrata.all(historic("unplaced")).forEach(row -> row.fields().remove("latitude"));
        socrata.newVersion();
        publish();
        assertThat(dataset("unplaced").getString("trouble")).contains("no places");
        given().get("/v1/records/unplaced/2020-12").then().statusCode(502).body("kind", equalTo("implausible"));
        SettableClock.pass(Duration.ofHours(7));
        assertThat(dataset("unplaced").getString("trouble")).isNull();
        month("unplaced", "2020-12").body("unplaced", equalTo(40));
    }

    @Test
    void hoursAreThoseOfTheSourceAndItsDefaultsAreCounted() {
        LocalDate day = LocalDate.of(2020, 1, 15);
        fillYear(historic("timely"), 2020, 40);
        fillYear(historic("less-timely"), 2020, 40);
        List<String> times =
                List.of("00:00:00", "12:00:00", "00:00:01", "12:30:00", "23:59:59", "24:00:00", "noon", "(null)");
        for (String time : times) {
            Row row = complaint("at " + time, day, day);
            row.fields().put("cmplnt_fr_tm", time);
            row.fields().put("addr_pct_cd", Integer.toString(100 + times.indexOf(time)));
            socrata.add(historic("timely"), row);
        }
        socrata.all(historic("timely")).stream()
                .filter(row -> row.date().getMonthValue() == 12)
                .forEach(row -> row.fields().put("cmplnt_fr_tm", "17:05:00"));
        publish();
        assertThat(dataset("timely").<String>getList("columns")).containsExactly("offence", "precinct", "hour");
        JsonPath january =
                given().get("/v1/records/timely/2020-01?columns=precinct,hour").jsonPath();
        List<Integer> precincts = january.getList("precinct");
        List<Integer> hours = january.getList("hour");
        assertThat(times.stream().map(time -> hours.get(precincts.indexOf(100 + times.indexOf(time)))))
                .containsExactly(0, 12, 0, 12, 23, -1, -1, -1);
        assertThat(january.getInt("odd.midnight")).isEqualTo(1);
        assertThat(january.getInt("odd.noon")).isEqualTo(1);
        assertThat(january.getInt("odd.hour")).isEqualTo(43);
        given().get("/v1/records/timely/2020-12?columns=hour").then().body("hour", everyItem(equalTo(17)));
        assertThat(given().accept("text/csv")
                        .get("/v1/records/timely/2020-12?columns=hour")
                        .asString())
                .startsWith("date,category,latitude,longitude,hour\r\n")
                .contains(",17\r\n");
        given().accept("application/geo+json")
                .get("/v1/records/timely/2020-12?columns=hour")
                .then()
                .body("features[0].properties.hour", equalTo(17));
        for (String path : List.of("less-timely/2020-01", "less-timely/2020")) {
            given().get("/v1/records/" + path + "?columns=hour")
                    .then()
                    .statusCode(422)
                    .body("parameter", equalTo("columns"));
        }
    }

    @Test
    void pagesOfTwoStatesAreReadAgain() {
        fillYear(historic("states"), 2020, 40);
        publish();
        List<Call> tampered = new ArrayList<>();
        socrata.misbehave(call -> {
            if (!call.isPage() || call.offset() == 0 || !tampered.isEmpty()) {
                return null;
            }
            tampered.add(call);
            List<Row> rows = socrata.select(call);
            rows.forEach(row -> row.fields().put("law_cat_cd", "VIOLATION"));
            ResponseDefinitionBuilder other =
                    FakeSocrata.page(rows).withHeader("Last-Modified", "Mon, 30 Jan 2023 00:00:00 GMT");
            rows.forEach(row -> row.fields().put("law_cat_cd", "FELONY"));
            return other;
        });
        month("states", "2020-02").body("rows", equalTo(40)).body("category", everyItem(equalTo(0)));
        assertThat(tampered).hasSize(1);
    }

    /** Each reading lacks another row; together they would be as many as the count, of two states. */
    @Test
    void readingsOfTwoStatesAreNotPutTogether() {
        fillYear(historic("readings"), 2020, 40);
        publish();
        AtomicInteger counts = new AtomicInteger();
        AtomicBoolean changed = new AtomicBoolean();
        AtomicBoolean doubled = new AtomicBoolean();
        socrata.misbehave(call -> {
            boolean ofTheSecond = call.isCount() ? counts.incrementAndGet() == 2 : call.isPage() && call.limit() > 20;
            synchronized (changed) {
                if (ofTheSecond && changed.compareAndSet(false, true)) {
                    socrata.all(historic("readings"))
                            .forEach(row -> row.fields().put("law_cat_cd", "VIOLATION"));
                    socrata.newVersion();
                }
            }
            if (call.isPage() && call.limit() == 20 && call.offset() == 20) {
                return lacking(call, 19, 0);
            }
            return call.isPage() && ofTheSecond && doubled.compareAndSet(false, true) ? lacking(call, 0, 39) : null;
        });
        month("readings", "2020-02").body("rows", equalTo(40)).body("category", everyItem(equalTo(2)));
        assertThat(counts).hasValue(3);
    }

    /** What Socrata would answer, with another of its rows in the place of one. */
    private ResponseDefinitionBuilder lacking(Call call, int row, int doubled) {
        List<Row> rows = new ArrayList<>(socrata.select(call));
        rows.set(row, rows.get(doubled));
        return FakeSocrata.page(rows)
                .withHeader(
                        "Last-Modified",
                        socrata.answer(call)
                                .build()
                                .getHeaders()
                                .getHeader("Last-Modified")
                                .firstValue());
    }

    @Test
    void monthInFormOnlyIsRefused() {
        fillYear(historic("blank"), 2020, 40);
        publish();
        Map<String, String> columns = Map.of("latitude", "placeless", "law_cat_cd", "uncategorised");
        columns.keySet().forEach(column -> {
            socrata.misbehave(call -> call.isPage() ? without(column, call) : null);
            given().get("/v1/records/blank/2020-07")
                    .then()
                    .statusCode(502)
                    .body("kind", equalTo("implausible"))
                    .body("detail", containsString(column));
        });
        socrata.behave();
        month("blank", "2020-07").body("rows", equalTo(40)).body("placed", equalTo(40));
    }

    @Test
    void completeIsWhatLateReportsHardlyChange() {
        LocalDate last = LocalDate.of(2021, 3, 31);
        for (LocalDate month = LocalDate.of(2020, 1, 1); month.isBefore(last); month = month.plusMonths(1)) {
            socrata.fillReported(historic("late"), month, 90, 0);
            socrata.fillReported(historic("late"), month, 8, 10);
            socrata.fillReported(historic("late"), month, 2, 60);
        }
        socrata.remove(historic("late"), row -> row.fields().get("rpt_dt").compareTo(last + "T00:00:00.000") > 0);
        publish();
        month("late", "2021-03")
                .body("publishedThrough", equalTo("2021-03-31"))
                .body("completeThrough", equalTo("2021-03-21"));
        assertThat(dataset("late").getString("completeThrough")).isEqualTo("2021-03-21");
        assertThat(accounted("late")).isEmpty();
    }

    private ResponseDefinitionBuilder without(String column, Call call) {
        List<Row> rows = socrata.select(call).stream()
                .map(row -> {
                    Row bare = new Row(row.id(), row.date(), new java.util.HashMap<>(row.fields()));
                    bare.fields().remove(column);
                    return bare;
                })
                .toList();
        return FakeSocrata.page(rows);
    }

    /** Takes one row of so many away. */
    private void removeEach(String dataset, int of) {
        List<Row> all = socrata.all(historic(dataset));
        List<Row> gone = java.util.stream.IntStream.range(0, all.size())
                .filter(i -> i % of == of / 2)
                .mapToObj(all::get)
                .toList();
        socrata.remove(historic(dataset), gone::contains);
        socrata.newVersion();
    }

    private void fillYear(String source, int year, int rows) {
        for (int month = 1; month <= 12; month++) {
            socrata.fillReported(source, LocalDate.of(year, month, 1), rows, 0);
        }
    }

    /**
     * Lets the service ask again what the datasets hold: twice, since the first time it may share a counting that began,
     * at the start or for the offences' names, before the test had filled or changed the rows.
     */
    private static void publish() {
        for (int i = 0; i < 2; i++) {
            SettableClock.pass(Duration.ofMinutes(16));
            given().get("/v1/datasets").then().statusCode(200);
        }
    }

    private static ValidatableResponse month(String dataset, String month) {
        return given().get("/v1/records/" + dataset + "/" + month).then().statusCode(200);
    }

    private static JsonPath dataset(String id) {
        return given().get("/v1/datasets").jsonPath().setRootPath("datasets.find { it.id == '" + id + "' }");
    }

    /** That all rows of both files are in one month or unused for one reason; the unused ones by reason. */
    private Map<String, Integer> accounted(String id) {
        JsonPath dataset = dataset(id);
        int rows = dataset.getInt("rows");
        Map<String, Integer> unused = dataset.getMap("unusedRows");
        int inMonths = 0;
        int first = LocalDate.parse(dataset.getString("firstDate")).getYear();
        int last = LocalDate.parse(dataset.getString("publishedThrough")).getYear();
        for (int year = first; year <= last; year++) {
            inMonths += given().get("/v1/records/" + id + "/" + year).jsonPath().<Integer>getList("rows").stream()
                    .mapToInt(r -> r)
                    .sum();
        }
        assertThat(inMonths).isEqualTo(rows);
        assertThat(rows + unused.values().stream().mapToInt(r -> r).sum())
                .as("count(*) of both files")
                .isEqualTo(socrata.all(historic(id)).size()
                        + socrata.all(current(id)).size());
        return unused;
    }

    static Handler listener(List<String> words) {
        return new Handler() {
            @Override
            public void publish(LogRecord word) {
                words.add(
                        word instanceof org.jboss.logmanager.ExtLogRecord record
                                ? record.getFormattedMessage()
                                : word.getMessage());
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
    }
}
