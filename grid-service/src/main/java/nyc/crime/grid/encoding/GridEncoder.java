package nyc.crime.grid.encoding;

import java.nio.ByteBuffer;
import java.util.List;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

import nyc.crime.grid.georef.Georef;
import nyc.crime.grid.heatmap.Filter;
import nyc.crime.grid.heatmap.Heat;
import nyc.crime.grid.ingest.Snapshot;

/**
 * Encodes the grids of one or more months.
 *
 * @param dataset such as {@code arrests}
 * @param period the month or year asked for
 * @param filter what was counted
 * @param records what it was counted from
 * @param heat grids and scale of the whole year
 * @param months the months to encode
 */
public record GridEncoder(
        String dataset, String period, Filter filter, Snapshot records, Heat heat, List<Heat.Month> months) {

    /** Encodes as a media type of {@link Media}. */
    public byte[] encode(String type, ObjectMapper json) throws JsonProcessingException {
        return switch (type) {
            case Media.PNG -> Png.grey(drawn(), heat.georef().cols());
            case Media.U8 -> drawn();
            case Media.NPY -> npy();
            default -> json.writeValueAsBytes(Grids.of(this));
        };
    }

    /** Sizes of the array that is sent. */
    public int[] shape() {
        Georef georef = heat.georef();
        return isMonth()
                ? new int[] {georef.rows(), georef.cols()}
                : new int[] {months.size(), georef.rows(), georef.cols()};
    }

    private byte[] drawn() {
        ByteBuffer all = ByteBuffer.allocate(months.size() * heat.georef().cells());
        months.forEach(month -> all.put(heat.drawn(month)));
        return all.array();
    }

    private boolean isMonth() {
        return period.length() > 4;
    }

    /** Exact counts as int32, or densities as float32: [rows, cols] of a month, [months, rows, cols] of a year. */
    private byte[] npy() {
        boolean exact = heat.smooth() == 0;
        ByteBuffer array = Npy.array(exact ? Npy.Type.INT32 : Npy.Type.FLOAT32, shape());
        for (Heat.Month month : months) {
            for (float value : month.values()) {
                if (exact) {
                    array.putInt((int) value);
                } else {
                    array.putFloat(value);
                }
            }
        }
        return array.array();
    }
}
