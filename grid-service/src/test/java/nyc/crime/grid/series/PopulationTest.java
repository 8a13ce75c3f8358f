package nyc.crime.grid.series;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Residents are those of the file, and nobody else's. */
class PopulationTest {

    @TempDir
    Path folder;

    private Optional<Path> file(String text) throws Exception {
        return Optional.of(Files.writeString(folder.resolve("population.csv"), text));
    }

    @Test
    void areasHaveTheResidentsOfTheFile() throws Exception {
        Map<String, Integer> residents = Population.read(
                file(
                        "area,residents\r\nprecinct:75,183328\n\"neighbourhood:Hell's Kitchen, West\",50000\nprecinct:22,0\n\n"));
        assertEquals(Map.of("precinct:75", 183_328, "neighbourhood:Hell's Kitchen, West", 50_000), residents);
        assertEquals(Map.of(), Population.read(Optional.empty()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"precinct,population\n1,2\n", "area,residents\nprecinct:1,many\n", "area,residents\n1,5\n"})
    void aTableOfSomethingElseIsRefused(String text) throws Exception {
        Optional<Path> file = file(text);
        Exception refused = assertThrows(IllegalStateException.class, () -> Population.read(file));
        assertTrue(refused.getMessage().startsWith("nyc.grid.areas.population: line "), refused.getMessage());
    }

    @Test
    void ratesArePerThousandResidents() {
        Changes.Period a = new Changes.Period(LocalDate.of(2024, 1, 1), LocalDate.of(2024, 1, 31));
        Changes.Period b = new Changes.Period(LocalDate.of(2024, 2, 1), LocalDate.of(2024, 2, 29));
        Population population = new Population(Map.of("precinct:1", 4_000));
        Changes.Change known = Changes.changes("precinct:", a, b, Map.of("1", new int[] {20, 10}), population)
                .get(0);
        assertEquals(4_000, known.residents());
        assertEquals(5.0, known.rateA());
        assertEquals(2.5, known.rateB());
        Changes.Change unknown = Changes.changes("precinct:", a, b, Map.of("2", new int[] {20, 10}), population)
                .get(0);
        assertNull(unknown.residents());
        assertNull(unknown.rateA());
    }
}
