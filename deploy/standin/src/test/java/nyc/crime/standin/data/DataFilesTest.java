package nyc.crime.standin.data;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import nyc.crime.standin.engine.QueryEngine;
import nyc.crime.standin.soql.SoqlParser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class DataFilesTest {

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
        Map<String, Dataset> datasets = DataFiles.read(folder);
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
        Dataset complaints = DataFiles.read(folder).get("5uac-w243");
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
}
