package nyc.crime.ingest;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import jakarta.inject.Inject;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.Test;

import nyc.crime.city.CityProfile;
import nyc.crime.ingest.socrata.OffenceNames;
import nyc.crime.testkit.RealData;

import static org.assertj.core.api.Assertions.assertThat;

/** Offences that have several spellings in the city's files, over all spellings of twenty years. */
@QuarkusTest
@TestProfile(TroubleTest.Alone.class)
class OffenceNamesTest {

    /** Socrata's column takes thirty letters, or took them once. */
    private static final int CUT = 30;

    private static final Map<String, String> COLUMNS = Map.of(
            "complaints/complaints-weekly-precinct-offense-2005w52-2025.csv.gz", "ofns_desc",
            "arrests/arrests-2026Q1-nocoords.csv.gz", "offense",
            "socrata/8h9b-rp9u.csv.gz", "ofns_desc");

    private static final Pattern VALUE = Pattern.compile("(?:\"([^\"]*)\"|([^,]*))(?:,|$)");

    @Inject
    CityProfile city;

    @Test
    void spellingsOfOneOffenceAreListedUnderOneName() {
        Map<String, List<String>> names = OffenceNames.of(
                Set.of(
                        "OTHER OFFENSES RELATED TO THEF",
                        "OTHER OFFENSES RELATED TO THEFT",
                        "OTHER STATE LAWS (NON PENAL LA",
                        "OTHER STATE LAWS (NON PENAL LAW)",
                        "MURDER & NON-NEGL. MANSLAUGHTE",
                        "MURDER & NON-NEGL. MANSLAUGHTER",
                        "ROBBERY"),
                city);
        assertThat(names)
                .containsOnly(
                        Map.entry("OTHER OFFENSES RELATED TO THEFT", List.of("OTHER OFFENSES RELATED TO THEF")),
                        Map.entry("OTHER STATE LAWS (NON PENAL LAW)", List.of("OTHER STATE LAWS (NON PENAL LA")),
                        Map.entry("MURDER & NON-NEGL. MANSLAUGHTER", List.of("MURDER & NON-NEGL. MANSLAUGHTE")),
                        Map.entry("ROBBERY", List.of()));
    }

    /** What is cut short, or differs in blanks and signs only, is the same. */
    @Test
    void noOffenceOfTheCitysFilesIsServedUnderTwoNames() throws IOException {
        Path data = RealData.required();
        Set<String> written = new TreeSet<>();
        for (Map.Entry<String, String> file : COLUMNS.entrySet()) {
            try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                    new GZIPInputStream(Files.newInputStream(data.resolve(file.getKey()))), StandardCharsets.UTF_8))) {
                String head = lines.readLine();
                int column = IntStream.iterate(0, i -> i + 1)
                        .filter(i -> value(head, i).equals(file.getValue()))
                        .findFirst()
                        .orElseThrow();
                lines.lines()
                        .map(line -> value(line, column))
                        .filter(name -> !letters(name).isEmpty())
                        .forEach(written::add);
            }
        }
        assertThat(written).contains("MURDER & NON-NEGL. MANSLAUGHTE", "MURDER & NON-NEGL. MANSLAUGHTER");
        Set<String> names = OffenceNames.of(written, city).keySet();
        for (String name : names) {
            assertThat(names)
                    .filteredOn(other -> !other.equals(name))
                    .noneMatch(other -> letters(other).equals(letters(name)))
                    .noneMatch(other -> name.length() == CUT && other.startsWith(name));
        }
    }

    private static String value(String line, int column) {
        Matcher values = VALUE.matcher(line);
        for (int i = 0; i <= column; i++) {
            values.find();
        }
        String quoted = values.group(1);
        return (quoted == null ? values.group(2) : quoted).trim();
    }

    /** None of what stands for a missing value. */
    private static String letters(String name) {
        return name.replace("&", "AND").replaceAll("[^A-Z]", "");
    }
}
