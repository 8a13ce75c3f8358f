package nyc.crime.training;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import nyc.crime.predict.baseline.Season;
import nyc.crime.training.cli.Trainer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

class SeasonStudyTest {

    private static final String TOTALS = "complaints/complaints-daily-offense-citywide-2006-2019Q3.csv.gz";

    /** What the service uses is what nine years of daily totals teach, and it helps at every lead. */
    @Test
    void theSeasonInUseIsTheOneThatIsLearnt() {
        String data = System.getenv("NYC_DATA_DIR");
        assumeTrue(data != null && Files.exists(Path.of(data, TOTALS)), "NYC_DATA_DIR has no " + TOTALS);
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int status = Trainer.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute("season", "--totals=" + Path.of(data, TOTALS), "--to=2014-12-31");
        assertEquals(0, status, err::toString);
        String text = out.toString();
        assertTrue(text.contains("Learnt: " + Season.LEARNT), text);
        List<double[]> tables = text.lines()
                .filter(line -> line.matches("\\| \\d.*"))
                .map(line -> Stream.of(line.substring(1).split("\\||to"))
                        .mapToDouble(Double::parseDouble)
                        .toArray())
                .toList();
        assertEquals(16, tables.size());
        List<double[]> rows = tables.subList(0, 8);
        for (double[] row : rows) {
            assertTrue(row[3] < row[1] && row[3] < row[2], "lead " + row[0] + ": " + text);
        }
        // a day's variance grows with the lead as FactorVariance says, within a fifth
        double growth = (rows.get(6)[4] - rows.get(0)[4]) / (rows.get(6)[0] - rows.get(0)[0]);
        assertEquals(1.15e-5, growth, 0.2 * 1.15e-5, text);
        for (double[] row : tables.subList(8, 16)) {
            assertEquals(90, row[1], 3, "days at lead " + row[0] + ": " + text);
            assertEquals(90, row[4], 3, "fortnights at lead " + row[0] + ": " + text);
            assertTrue(row[2] < row[1] && row[1] < row[3], text);
        }
    }

    @Test
    void aFileWithoutTheOffencesIsSaidInOneLine() throws Exception {
        Path file = Files.createTempFile("totals", ".csv");
        Files.writeString(file, "date,offence,count\n2014-01-01,ARSON,3\n");
        StringWriter err = new StringWriter();
        assertEquals(1, Trainer.commandLine().setErr(new PrintWriter(err)).execute("season", "--totals=" + file));
        assertTrue(err.toString().contains("no records of"), err::toString);
    }
}
