package nyc.crime.grid;

import java.io.IOException;
import java.util.Arrays;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/** Reads application/vnd.nyc-grids as its description says, apart from the code that writes it. */
final class CompactReader {

    final JsonNode head;
    final int[] cells;
    final int[] counts;
    private final byte[] body;
    private int at = 5;

    CompactReader(byte[] body) throws IOException {
        this.body = body;
        if (!Arrays.equals(new byte[] {'N', 'Y', 'C', 'G', 1}, Arrays.copyOf(body, 5))) {
            throw new IOException("another format");
        }
        int length = varint();
        head = new ObjectMapper().readTree(body, at, length);
        at += length;
        cells = new int[varint()];
        for (int i = 0, cell = -1; i < cells.length; i++) {
            cell += varint() + 1;
            cells[i] = cell;
        }
        counts = new int[head.get("categories").size() * cells.length * months()];
        int next = 0;
        while (next < counts.length) {
            int count = varint();
            if (count == 0) {
                next += varint() + 1;
            } else {
                counts[next++] = count;
            }
        }
        if (next != counts.length || at != body.length) {
            throw new IOException("too long");
        }
    }

    int months() {
        return head.get("months").size();
    }

    /** The counts of a category, or of all if it is −1: [months, rows, cols]. */
    int[] dense(int category) {
        int size = head.get("rows").asInt() * head.get("cols").asInt();
        int[] dense = new int[months() * size];
        for (int i = 0; i < counts.length; i++) {
            int month = i % months();
            int cell = cells[i / months() % cells.length];
            if (category < 0 || i / months() / cells.length == category) {
                dense[month * size + cell] += counts[i];
            }
        }
        return dense;
    }

    private int varint() {
        int value = 0;
        for (int shift = 0; ; shift += 7) {
            byte next = body[at++];
            value |= (next & 0x7F) << shift;
            if (next >= 0) {
                return value;
            }
        }
    }
}
