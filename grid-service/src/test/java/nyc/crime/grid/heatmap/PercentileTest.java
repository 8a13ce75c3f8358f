package nyc.crime.grid.heatmap;

import java.util.Arrays;
import java.util.List;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.FloatRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;

class PercentileTest {

    @Test
    void isTheNearestRankOfTheNonZeroCellsOfAllGrids() {
        float[] first = new float[50];
        float[] second = new float[100];
        for (int i = 1; i <= 20; i++) {
            (i % 2 == 0 ? first : second)[i] = i;
        }
        assertEquals(19, Percentile.ofPositive(List.of(first, second), 95), "the 19th of 20");
        assertEquals(0, Percentile.ofPositive(List.of(new float[9]), 95));
    }

    @Property(tries = 200)
    void equalsSorting(
            @ForAll @Size(min = 1, max = 200) List<@FloatRange(min = 0, max = 70_000) Float> values,
            @ForAll @IntRange(min = 1, max = 100) int percent) {
        float[] grid = new float[values.size()];
        for (int i = 0; i < grid.length; i++) {
            grid[i] = values.get(i);
        }
        float[] sorted = Arrays.copyOf(grid, grid.length);
        Arrays.sort(sorted);
        int zeros = 0;
        while (zeros < sorted.length && sorted[zeros] == 0) {
            zeros++;
        }
        int count = sorted.length - zeros;
        float expected = count == 0 ? 0 : sorted[zeros + (int) Math.ceil(count * percent / 100.0) - 1];
        assertEquals(expected, Percentile.ofPositive(List.of(grid), percent));
    }
}
