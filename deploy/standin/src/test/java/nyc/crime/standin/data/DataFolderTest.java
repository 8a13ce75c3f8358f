package nyc.crime.standin.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import nyc.crime.standin.engine.QueryEngine;
import nyc.crime.standin.soql.SoqlParser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class DataFolderTest {

    @TempDir
    Path folder;

    private static String count(Dataset dataset) {
        return QueryEngine.run(dataset, SoqlParser.query("select count(*)"), false, 1)
                .rows()
                .get(0)[0];
    }

    @Test
    void severalFilesOfOneIdAreOneDataset() {
        GzipFile.write(
                folder.resolve("8h9b-rp9u-2023.csv.gz"),
                "arrest_date,law_cat_cd,ofns_desc",
                "2023-12-31T00:00:00.000,F,\"BURGLAR'S \"\"TOOLS\"\", ETC\"");
        GzipFile.write(
                folder.resolve("8h9b-rp9u-2024.ndjson.gz"),
                "{\"arrest_date\":\"2024-01-01T00:00:00.000\",\"extra\":\"x\"}",
                "{\"arrest_date\":\"2024-01-02T00:00:00.000\",\"latitude\":\"40.7\"}");
        GzipFile.write(folder.resolve("notes.csv.gz"), "a", "b");
        Map<String, Dataset> datasets = DataFolder.read(folder).datasets();
        Dataset arrests = datasets.get("8h9b-rp9u");
        assertEquals("3", count(arrests));
        assertEquals(
                "BURGLAR'S \"TOOLS\", ETC",
                QueryEngine.run(arrests, SoqlParser.query("select ofns_desc where law_cat_cd = 'F'"), false, 1)
                        .rows()
                        .get(0)[0]);
        assertTrue(arrests.schema().indexOf("extra") > arrests.schema().indexOf("latitude"));
        assertEquals(-1, arrests.schema().indexOf("lon_lat"), "a column that no file has");
        assertEquals(Set.of("8h9b-rp9u", "uip8-fykc", "qgea-i56i", "5uac-w243"), datasets.keySet());
    }

    @Test
    void aKnownDatasetWithoutAFileIsEmpty() {
        GzipFile.write(folder.resolve("8h9b-rp9u.csv.gz"), "arrest_date", "2024-01-01");
        Dataset complaints = DataFolder.read(folder).datasets().get("5uac-w243");
        assertEquals("0", count(complaints));
        assertEquals(
                0,
                QueryEngine.run(
                                complaints,
                                SoqlParser.query("select vic_sex, cmplnt_fr_dt order by cmplnt_fr_dt"),
                                false,
                                1)
                        .rows()
                        .size());
    }

    private void file(String name, String... lines) {
        try {
            Files.writeString(folder.resolve(name), String.join("\n", lines) + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> rows(Dataset dataset, String query) {
        return QueryEngine.run(dataset, SoqlParser.query(query), false, 1).rows().stream()
                .map(row -> String.join("|", row))
                .toList();
    }

    private static final String EXPORT =
            "\uFEFFARREST_KEY,ARREST_DATE,OFNS_DESC,ARREST_PRECINCT,X_COORD_CD,Latitude,Longitude,"
                    + "New Georeferenced Column\r";

    @Test
    void thePortalsExportIsReadAsTheApiWouldGiveIt() {
        file(
                "NYPD_Arrest_Data__Year_to_Date__20250422.csv",
                EXPORT,
                "301,01/31/2025,\"ROBBERY\",14,\"1,001,234\",40.75,-73.98,POINT (-73.98 40.75)\r",
                "302,02/01/2025 11:30:00 PM,(null),75,,40.67,-73.9,\"(40.67, -73.9)\"\r");
        file(
                "complaints.csv",
                "CMPLNT_NUM,CMPLNT_FR_DT,CMPLNT_FR_TM,RPT_DT,X_COORD_CD,Lat_Lon",
                "c1,12/31/2024,11:30:00 PM,01/02/2025,\"1,001,234\",\"(40.7, -73.9)\"",
                "c2,(null),23:30:00,01/02/2025,,");
        DataFolder read = DataFolder.read(folder);
        assertEquals(
                List.of(
                        "301|2025-01-31T00:00:00.000|ROBBERY|1,001,234|40.75|{\"type\":\"Point\",\"coordinates\":[-73.98,40.75]}",
                        "302|2025-02-01T23:30:00.000|(null)|null|40.67|{\"type\":\"Point\",\"coordinates\":[-73.9,40.67]}"),
                rows(
                        read.datasets().get("uip8-fykc"),
                        "select arrest_key, arrest_date, ofns_desc, x_coord_cd, latitude, geocoded_column order by arrest_key"));
        assertEquals(
                List.of(
                        "c1|2024-12-31T00:00:00.000|23:30:00|2025-01-02T00:00:00.000|1001234|{\"type\":\"Point\",\"coordinates\":[-73.9,40.7]}",
                        "c2|null|23:30:00|2025-01-02T00:00:00.000|null|null"),
                rows(read.datasets().get("qgea-i56i"), "select * order by cmplnt_num"));
        assertEquals(
                List.of(
                        "complaints.csv: NYPD Complaint Data Historic (by its columns), 2 rows of 2024-12-31 to 2024-12-31",
                        "NYPD_Arrest_Data__Year_to_Date__20250422.csv: NYPD Arrest Data (Year to Date) (by its columns), 2 rows of"
                                + " 2025-01-31 to 2025-02-01"),
                read.notes());
        assertEquals(List.of(), read.warnings());
    }

    @Test
    void anotherCitysDatasetHasTheTypesOfItsOwnColumnsAndDatesWithTimes() {
        file(
                "ijzp-q8t2.csv",
                "date,primary_type,arrest,ward,latitude,longitude",
                "2018-01-31T23:59:00.000,THEFT,false,24.0,41.855882121,-87.733658025",
                "2018-02-01T00:01:00.000,ROBBERY,true,,41.79,-87.62");
        Dataset crimes = DataFolder.read(folder).datasets().get("ijzp-q8t2");
        assertEquals(
                List.of("FLOATING_TIMESTAMP", "TEXT", "BOOLEAN", "NUMBER", "NUMBER", "NUMBER"),
                crimes.schema().columns().stream()
                        .map(column -> column.type().toString())
                        .toList());
        assertEquals(
                List.of("2018-01-31T00:00:00.000|1", "2018-02-01T00:00:00.000|1"),
                rows(crimes, "select date_trunc_ymd(date) as day, count(*) group by day order by day"));
        assertEquals(
                List.of("THEFT|2018-01-31T23:59:00.000|24.0"),
                rows(crimes, "select primary_type, date, ward where date < '2018-02-01T00:00:00.000'"));
        assertEquals(List.of("41.79|41.855882121"), rows(crimes, "select min(latitude), max(latitude)"));
    }

    @Test
    void filesAreTakenByIdWhereverItIsInTheName() {
        file("my-8h9b-rp9u-2023.csv", "arrest_date,law_cat_cd", "2023-05-05,F");
        file("export_uip8-fykc.ndjson", "{\"arrest_date\":\"2025-01-01T00:00:00.000\"}");
        file(
                "igwz-8jzy.geojson",
                "{\"type\":\"FeatureCollection\",\"features\":[{\"type\":\"Feature\","
                        + "\"geometry\":{\"type\":\"Point\",\"coordinates\":[1,2]},\"properties\":{\"community\":\"LOOP\"}}]}");
        file(
                "areas.geojson",
                "{\"type\":\"FeatureCollection\",\"features\":[{\"type\":\"Feature\","
                        + "\"geometry\":{\"type\":\"Point\",\"coordinates\":[1,2]},\"properties\":{\"ntaname\":\"SoHo\"}}]}");
        file(
                "ijzp-q8t2.json",
                "[{\"date\":\"2018-01-01T01:00:00.000\",\"arrest\":true,\"ward\":\"24.0\",\"fbi\":\"08B\"}]");
        file("2024-data.csv", "a,b", "1,2");
        DataFolder read = DataFolder.read(folder);
        assertEquals("1", count(read.datasets().get("8h9b-rp9u")));
        assertEquals("1", count(read.datasets().get("uip8-fykc")));
        assertEquals("1", count(read.datasets().get("igwz-8jzy")));
        assertEquals("1", count(read.datasets().get("9nt8-h7nd")));
        Dataset other = read.datasets().get("ijzp-q8t2");
        assertEquals(
                "[date=floating_timestamp, arrest=boolean, ward=number, fbi=text]",
                other.schema().columns().stream()
                        .map(column -> column.name() + "=" + column.type().wire())
                        .toList()
                        .toString());
        assertEquals(
                List.of("24.0"), rows(other, "select ward where arrest = true and date_trunc_ym(date) = '2018-01-01'"));
        assertTrue(
                read.notes().get(0).startsWith("2024-data.csv: left out"),
                read.notes().toString());
    }

    private void refused(String message) {
        DataFileException refused = assertThrows(DataFileException.class, () -> DataFolder.read(folder));
        assertTrue(refused.getMessage().startsWith(message), refused.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"2023-02-29", "20230311", "2023 Mar 08 12:00:00 AM", "13/01/2023", "soon"})
    void anUnreadableDateStopsWithFileLineAndColumn(String date) {
        file(
                "8h9b-rp9u.csv",
                "arrest_date,ofns_desc,law_cat_cd",
                "2023-01-01,\"two\nlines\",F",
                "2023-01-02T00:00:00.000,ROBBERY,F",
                date + ",ROBBERY,F");
        refused("8h9b-rp9u.csv: line 5: column arrest_date: `" + date + "' is no date");
    }

    @Test
    void unreadableFilesStopWithTheLine() throws IOException {
        file("8h9b-rp9u.csv", "arrest_date,latitude", "2023-01-01,40.7", "2023-01-02,north");
        refused("8h9b-rp9u.csv: line 3: column latitude: `north' is no number of degrees");
        file("8h9b-rp9u.csv", "arrest_date,latitude", "2023-01-01,40.7", "2023-01-02");
        refused("8h9b-rp9u.csv: line 3: 1 values where the first line names 2");
        file("8h9b-rp9u.csv", "<!DOCTYPE html>", "<p>Service unavailable</p>");
        refused(
                "8h9b-rp9u.csv: line 1: taken for NYPD Arrests Data (Historic) by its name, but without a column arrest_date");
        file("8h9b-rp9u.csv", "arrest_date,ofns_desc", "2023-01-01,\"never closed");
        refused("8h9b-rp9u.csv: line ");
        Files.delete(folder.resolve("8h9b-rp9u.csv"));
        file("uip8-fykc.ndjson", "{\"arrest_date\":\"2025-01-01\"}", "{\"arrest_date\":");
        refused("uip8-fykc.ndjson: line 2: the file ends within this row");
        file("uip8-fykc.ndjson", "{\"arrest_date\":\"2025-01-01\"}", "{\"arrest_date\":\"2025-01-32\"}");
        refused("uip8-fykc.ndjson: line 2: column arrest_date: `2025-01-32' is no date");
        Files.delete(folder.resolve("uip8-fykc.ndjson"));
        String[] many = new String[20_000];
        Arrays.setAll(many, i -> i == 0 ? "arrest_key,arrest_date" : i * 7919 % 100_003 + ",2023-01-01");
        GzipFile.write(folder.resolve("8h9b-rp9u.csv.gz"), many);
        byte[] whole = Files.readAllBytes(folder.resolve("8h9b-rp9u.csv.gz"));
        Files.write(folder.resolve("8h9b-rp9u.csv.gz"), Arrays.copyOf(whole, whole.length / 2));
        refused("8h9b-rp9u.csv.gz: the compressed data end too early, after line ");
    }

    @Test
    void aFolderWithoutADatasetIsAnError() {
        refused(folder + " holds no dataset");
        file("notes.csv", "a,b", "1,2");
        file("README.md", "# Notes");
        refused(folder + " holds no dataset");
    }

    @Test
    void filesWithTheSameRowsAndFilesWithNoneAreWarnedOf() {
        file(
                "8h9b-rp9u.csv",
                "arrest_key,arrest_date,ofns_desc",
                "1,01/01/2023,ROBBERY",
                "2,01/02/2023,",
                "3,01/03/2023,RAPE");
        file(
                "8h9b-rp9u.ndjson",
                "{\"arrest_key\":\"3\",\"arrest_date\":\"2023-01-03T00:00:00.000\",\"ofns_desc\":\"RAPE\"}",
                "{\"arrest_key\":\"2\",\"arrest_date\":\"2023-01-02T00:00:00.000\"}");
        file("uip8-fykc.csv", "arrest_key,arrest_date");
        assertEquals(
                List.of(
                        "8h9b-rp9u.csv and 8h9b-rp9u.ndjson have 2 of the same rows: they are counted twice",
                        "uip8-fykc.csv has no rows"),
                DataFolder.read(folder).warnings());
    }
}
