package nyc.crime.standin;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

import nyc.crime.standin.faults.FaultInjector;
import nyc.crime.standin.http.Catalog;
import nyc.crime.standin.http.Protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** What the command line says of a folder, without serving it. */
class StandInCheckTest {

    @TempDir
    Path folder;

    private final StringWriter said = new StringWriter();

    private int check() {
        StandIn command = new StandIn(new Catalog(), new Protocol(), new FaultInjector());
        return new CommandLine(command)
                .setErr(new PrintWriter(said, true))
                .execute("--check", "--data", folder.toString());
    }

    @Test
    void itSaysWhatEachFileIsTakenFor() throws IOException {
        Files.writeString(folder.resolve("arrests.csv"), "ARREST_DATE,OFNS_DESC\n01/31/2024,ROBBERY\n");
        Files.writeString(folder.resolve("arrests-again.csv"), "ARREST_DATE,OFNS_DESC\n01/31/2024,ROBBERY\n");
        assertEquals(0, check());
        assertEquals("""
                arrests-again.csv: NYPD Arrests Data (Historic) (by its columns), 1 rows of 2024-01-31 to 2024-01-31
                arrests.csv: NYPD Arrests Data (Historic) (by its columns), 1 rows of 2024-01-31 to 2024-01-31
                warning: arrests-again.csv and arrests.csv have 1 of the same rows: they are counted twice
                """, said.toString());
    }

    @Test
    void anErrorEndsWithOne() throws IOException {
        Files.writeString(folder.resolve("arrests.csv"), "ARREST_DATE,OFNS_DESC\n2024-02-30,ROBBERY\n");
        assertEquals(1, check());
        assertEquals(
                "--data " + folder + ": arrests.csv: line 2: column arrest_date: `2024-02-30' is no date\n",
                said.toString());
    }
}
