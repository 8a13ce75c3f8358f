package nyc.crime.ingest.socrata;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class DayCountsTest {

    @Test
    void edgesAreThoseOfTheUsualRows() {
        List<Map<String, String>> groups = new ArrayList<>();
        LocalDate first = LocalDate.of(2020, 1, 1);
        LocalDate last = LocalDate.of(2021, 2, 3);
        first.datesUntil(last.plusDays(1)).forEach(day -> groups.add(group(day.toString(), 50)));
        // mistyped years, one row each, before and after, near and far
        groups.add(group("2015-06-01", 1));
        groups.add(group("2019-12-30", 1));
        groups.add(group("2021-03-05", 1));
        groups.add(group("2021-12-05", 3));
        DayCounts counts = DayCounts.read(groups);
        assertThat(counts.first()).isEqualTo(first);
        assertThat(counts.last()).as("three days of a month are no strays").isEqualTo(last);
        assertThat(counts.rows()).isEqualTo(50 * 400 + 6);
        assertThat(counts.after(last).rows()).isEqualTo(4);
        assertThat(counts.between(last, last).last()).isEqualTo(last);
    }

    @Test
    void strayDayInTheLastMonthMovesNothing() {
        List<Map<String, String>> groups = new ArrayList<>();
        LocalDate first = LocalDate.of(2020, 1, 1);
        LocalDate last = LocalDate.of(2020, 12, 12);
        first.datesUntil(last.plusDays(1)).forEach(day -> groups.add(group(day.toString(), 50)));
        groups.add(group("2020-12-28", 1));
        assertThat(DayCounts.read(groups).last()).isEqualTo(last);
    }

    @Test
    void textsThatNameNoDayAreKeptApart() {
        DayCounts counts = DayCounts.read(List.of(
                group("2023-02-28", 5),
                group("2023-02-29", 1),
                Map.of("day", "20230311", "rows", "2", "dated", "2"),
                Map.of("rows", "7", "dated", "3")));
        assertThat(counts.days()).containsOnly(Map.entry(LocalDate.of(2023, 2, 28), 5L));
        assertThat(counts.dayless()).containsOnly(Map.entry(YearMonth.of(2023, 2), 1L));
        assertThat(counts.unreadable()).isEqualTo(5);
        assertThat(counts.missing()).isEqualTo(4);
        assertThat(counts.months()).containsOnly(Map.entry(YearMonth.of(2023, 2), 6L));
        assertThat(counts.rows()).isEqualTo(15);
    }

    @Test
    void nothingHasNoEdges() {
        assertThat(DayCounts.read(List.of()).first()).isNull();
        assertThat(DayCounts.read(List.of()).last()).isNull();
    }

    private static Map<String, String> group(String day, int rows) {
        return Map.of("day", day + "T00:00:00.000", "rows", Integer.toString(rows), "dated", Integer.toString(rows));
    }
}
