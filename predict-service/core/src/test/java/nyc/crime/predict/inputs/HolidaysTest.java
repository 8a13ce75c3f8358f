package nyc.crime.predict.inputs;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Properties;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class HolidaysTest {

    /** The days that the profile of New York has. */
    static final Holidays FEDERAL = profile();

    private static Holidays profile() {
        Properties profile = new Properties();
        try (Reader file = Files.newBufferedReader(Path.of("../../deploy/cities/nyc.properties"))) {
            profile.load(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Holidays.of(
                List.of(profile.getProperty("nyc.cities.nyc.holidays").split(",")));
    }

    /** As the Office of Personnel Management lists them, with the dates that fall on a weekend too. */
    @ParameterizedTest
    @CsvSource({
        "2015, 01-01 01-19 02-16 05-25 07-03 07-04 09-07 10-12 11-11 11-26 12-25",
        "2020, 01-01 01-20 02-17 05-25 07-03 07-04 09-07 10-12 11-11 11-26 12-25",
        "2021, 01-01 01-18 02-15 05-31 06-18 06-19 07-04 07-05 09-06 10-11 11-11 11-25 12-24 12-25 12-31",
        "2022, 01-01 01-17 02-21 05-30 06-19 06-20 07-04 09-05 10-10 11-11 11-24 12-25 12-26"
    })
    void theFederalOnesAreThoseOfTheirCalendar(int year, String days) {
        assertEquals(
                days,
                LocalDate.of(year, 1, 1)
                        .datesUntil(LocalDate.of(year + 1, 1, 1))
                        .filter(FEDERAL::isHoliday)
                        .map(day -> day.toString().substring(5))
                        .collect(Collectors.joining(" ")));
    }

    @Test
    void onlyTheMarkedOneIsTheGreatest() {
        assertEquals(
                List.of(LocalDate.of(2015, 11, 26), LocalDate.of(2016, 11, 24)),
                LocalDate.of(2015, 1, 1)
                        .datesUntil(LocalDate.of(2017, 1, 1))
                        .filter(FEDERAL::isGreatest)
                        .toList());
    }

    @Test
    void aCityMayHaveNone() {
        assertTrue(LocalDate.of(2015, 1, 1).datesUntil(LocalDate.of(2016, 1, 1)).noneMatch(Holidays.NONE::isHoliday));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "Christmas", "13-01", "02-30", "1-1", "00-1-MON", "01-6-MON", "05-last-DAY", "06-19/21"})
    void whatIsNoRuleIsNamed(String rule) {
        String said = assertThrows(IllegalArgumentException.class, () -> Holidays.of(List.of("01-01", rule)))
                .getMessage();
        assertTrue(said.contains(rule), said);
    }
}
