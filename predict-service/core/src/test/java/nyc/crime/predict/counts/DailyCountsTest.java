package nyc.crime.predict.counts;

import java.time.LocalDate;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

class DailyCountsTest {

    /** Three days of two cells and two groups. */
    private final DailyCounts counts = DailyCounts.of(
            LocalDate.of(2024, 2, 28), 3, 1, 2, List.of("A", "B"), new int[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12});

    @Test
    void knowsItsDays() {
        assertEquals(LocalDate.of(2024, 3, 1), counts.last());
        assertEquals(1, counts.day(LocalDate.of(2024, 2, 29)));
        assertArrayEquals(new int[] {5, 6, 7, 8}, counts.day(1));
        assertEquals(7, counts.at(1, 1, 0));
    }

    @Test
    void sumsDaysAndGroups() {
        assertArrayEquals(new int[] {15, 18, 21, 24}, counts.sum(0, 3, 1));
        assertArrayEquals(new int[] {10, 12, 14, 16}, counts.sum(0, 3, 2));
        assertArrayEquals(new short[] {3, 7, 11, 15, 19, 23}, counts.merged().values());
        assertArrayEquals(new short[] {2, 4, 6, 8, 10, 12}, counts.only(1).values());
        assertEquals(List.of("B"), counts.only(1).groups());
    }

    @Test
    void refusesACountThatItCannotHold() {
        int[] most = {Short.MAX_VALUE, 1};
        DailyCounts counts = DailyCounts.of(LocalDate.EPOCH, 1, 1, 1, List.of("A", "B"), most);
        assertEquals(32_768, counts.total());
        assertThrows(ArithmeticException.class, counts::merged);
        most[1] = 32_768;
        assertThrows(
                ArithmeticException.class, () -> DailyCounts.of(LocalDate.EPOCH, 1, 1, 1, List.of("A", "B"), most));
    }

    @Test
    void refusesAWrongShape() {
        assertThrows(
                IllegalArgumentException.class,
                () -> new DailyCounts(LocalDate.EPOCH, 2, 1, 1, List.of("A"), new short[] {1}));
    }
}
