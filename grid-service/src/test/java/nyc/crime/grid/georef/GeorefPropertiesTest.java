package nyc.crime.grid.georef;

import java.math.BigInteger;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Whatever the bounds, rows and columns: no record is lost or counted twice, least of all on an edge. */
class GeorefPropertiesTest {

    private static Georef georef(int south, int west, int height, int width, int rows, int cols) {
        return new Georef(new Bounds(south, west, south + height, west + width), rows, cols);
    }

    @Property(tries = 300)
    void everyUnitInsideFallsInTheCellWhoseEdgesHoldIt(
            @ForAll @IntRange(min = -900_000, max = 890_000) int south,
            @ForAll @IntRange(min = -1_800_000, max = 1_790_000) int west,
            @ForAll @IntRange(min = 1, max = 9_000) int height,
            @ForAll @IntRange(min = 1, max = 9_000) int width,
            @ForAll @IntRange(min = 1, max = 1000) int rows,
            @ForAll @IntRange(min = 1, max = 1000) int cols) {
        Georef georef = georef(south, west, height, width, rows, cols);
        int before = 0;
        for (int y = 0; y <= height; y++) {
            int fromSouth = rows - 1 - georef.cell(south + y, west) / cols;
            assertHolds(fromSouth, rows, y, height);
            assertTrue(fromSouth >= before, "rows go north");
            before = fromSouth;
        }
        for (int x = 0; x <= width; x++) {
            assertHolds(georef.cell(south, west + x) % cols, cols, x, width);
        }
    }

    /** Cell i of n holds i·span/n ≤ offset < (i+1)·span/n, and the last one also the far edge. */
    private static void assertHolds(int index, int count, int offset, int span) {
        BigInteger position = BigInteger.valueOf(offset).multiply(BigInteger.valueOf(count));
        BigInteger low = BigInteger.valueOf(index).multiply(BigInteger.valueOf(span));
        BigInteger high = low.add(BigInteger.valueOf(span));
        assertTrue(index >= 0 && index < count);
        assertTrue(position.compareTo(low) >= 0, "not before its cell");
        assertTrue(position.compareTo(high) < 0 || (offset == span && index == count - 1), "not beyond its cell");
    }

    @Property(tries = 200)
    void countsAreExactlyTheRecordsInBounds(
            @ForAll int[] latOffsets,
            @ForAll @IntRange(min = 1, max = 5_000) int height,
            @ForAll @IntRange(min = 1, max = 5_000) int width,
            @ForAll @IntRange(min = 1, max = 300) int rows,
            @ForAll @IntRange(min = 1, max = 300) int cols) {
        Georef georef = georef(404_800, -742_600, height, width, rows, cols);
        int[] lat = new int[latOffsets.length];
        int[] lon = new int[latOffsets.length];
        int inside = 0;
        for (int i = 0; i < lat.length; i++) {
            int y = Math.floorMod(latOffsets[i], height + 3) - 1;
            int x = Math.floorMod(latOffsets[i] * 31, width + 3) - 1;
            lat[i] = 404_800 + y;
            lon[i] = -742_600 + x;
            inside += y >= 0 && y <= height && x >= 0 && x <= width ? 1 : 0;
        }
        int[] counts = new int[georef.cells()];
        assertEquals(inside, georef.count(lat, lon, 0, lat.length, counts));
        int[] oneByOne = new int[georef.cells()];
        for (int i = 0; i < lat.length; i++) {
            int cell = georef.cell(lat[i], lon[i]);
            if (cell != Georef.OUTSIDE) {
                oneByOne[cell]++;
            }
        }
        assertArrayEquals(oneByOne, counts);
        assertEquals(inside, java.util.Arrays.stream(counts).sum());
    }
}
