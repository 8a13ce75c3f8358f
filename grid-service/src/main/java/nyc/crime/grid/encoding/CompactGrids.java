package nyc.crime.grid.encoding;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

import nyc.crime.grid.georef.Georef;
import nyc.crime.grid.heatmap.CategoryCounts;
import nyc.crime.grid.heatmap.Filter;
import nyc.crime.grid.ingest.Category;
import nyc.crime.grid.ingest.Snapshot;

/**
 * Whole counts of many months by category in one compact answer, {@link Media#COMPACT}. It is to be gzipped: what it
 * leaves out is what gzip cannot see.
 *
 * <pre>
 * "NYCG"            4 bytes
 * 1                 version, 1 byte
 * length            varint: bytes of the head
 * head              JSON, UTF-8: the fields of {@link Grids} without values; always with categories
 * cells             varint: how many cells hold anything in any month, then for each of them, ascending,
 *                   varint: cell − cell before − 1 (the one before the first is −1)
 * counts            for each of the head's categories, for each of those cells, for each of the head's months:
 *                   varint above 0: the count; or 0, varint: this count and so many more of the next are zero
 * </pre>
 *
 * A varint is unsigned LEB128: seven bits a byte, the lowest first, the top bit set on all but the last byte. A run of
 * zeros may reach over cells and categories.
 */
public final class CompactGrids {

    private static final byte[] BEGIN = {'N', 'Y', 'C', 'G', 1};

    private final ByteArrayOutputStream out = new ByteArrayOutputStream(1 << 17);
    private int zeros;

    private CompactGrids() {}

    /**
     * Encodes grids.
     *
     * @param period what the head says of it
     * @param all the city's categories
     * @param filter what was counted
     * @param records what the counts were made of
     * @param georef where the cells are
     * @param scaled the months that the scale is made of
     * @param months the months to encode, in order
     */
    public static byte[] encode(
            String period,
            List<Category> all,
            Filter filter,
            Snapshot records,
            Georef georef,
            List<CategoryCounts> scaled,
            List<CategoryCounts> months,
            ObjectMapper json) {
        Collection<Category> categories = filter.categories().isEmpty() ? all : filter.categories();
        Grids head = Grids.head(
                records.publication().dataset(),
                period,
                filter,
                records,
                georef,
                CategoryCounts.scaleOf(scaled, georef.cells()),
                scaled.size(),
                categories,
                months.stream().map(CategoryCounts::totals).toList());
        CompactGrids grids = new CompactGrids();
        grids.out.writeBytes(BEGIN);
        try {
            byte[] text = json.writeValueAsString(head).getBytes(StandardCharsets.UTF_8);
            grids.varint(text.length);
            grids.out.writeBytes(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
        grids.counts(categories, georef.cells(), months);
        return grids.out.toByteArray();
    }

    private void counts(Collection<Category> categories, int cells, List<CategoryCounts> months) {
        BitSet union = new BitSet(cells);
        months.forEach(month -> {
            for (int key : month.keys()) {
                union.set(key % cells);
            }
        });
        varint(union.cardinality());
        int before = -1;
        for (int cell = union.nextSetBit(0); cell >= 0; cell = union.nextSetBit(cell + 1)) {
            varint(cell - before - 1);
            before = cell;
        }
        int[] next = new int[months.size()];
        for (Category category : categories) {
            for (int cell = union.nextSetBit(0); cell >= 0; cell = union.nextSetBit(cell + 1)) {
                int key = category.number() * cells + cell;
                for (int m = 0; m < next.length; m++) {
                    count(months.get(m), next, m, key);
                }
            }
        }
        endZeros();
    }

    /** Writes a month's count of a key; the keys ascend, so that each month is gone through once. */
    private void count(CategoryCounts month, int[] next, int m, int key) {
        int[] keys = month.keys();
        if (next[m] < keys.length && keys[next[m]] == key) {
            endZeros();
            varint(month.counts()[next[m]++]);
        } else {
            zeros++;
        }
    }

    private void endZeros() {
        if (zeros > 0) {
            out.write(0);
            varint(zeros - 1);
            zeros = 0;
        }
    }

    private void varint(int value) {
        int rest = value;
        while (rest > 0x7F) {
            out.write(rest & 0x7F | 0x80);
            rest >>>= 7;
        }
        out.write(rest);
    }
}
