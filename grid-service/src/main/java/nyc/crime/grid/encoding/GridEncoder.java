package nyc.crime.grid.encoding;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

import com.fasterxml.jackson.core.JsonGenerator;

import nyc.crime.grid.georef.Georef;
import nyc.crime.grid.heatmap.Filter;
import nyc.crime.grid.heatmap.Heat;
import nyc.crime.grid.ingest.RecordMonth;
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
    public byte[] encode(String type) {
        return switch (type) {
            case Media.PNG -> Png.grey(drawn(), heat.georef().cols());
            case Media.U8 -> drawn();
            case Media.NPY -> npy();
            default -> json();
        };
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
        Georef georef = heat.georef();
        boolean exact = heat.smooth() == 0;
        Npy.Type type = exact ? Npy.Type.INT32 : Npy.Type.FLOAT32;
        ByteBuffer array = isMonth()
                ? Npy.array(type, georef.rows(), georef.cols())
                : Npy.array(type, months.size(), georef.rows(), georef.cols());
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

    private byte[] json() {
        int expected = 1024 + months.size() * heat.georef().cells() * 9 / 4;
        return Json.bytes(expected, json -> {
            json.writeStartObject();
            json.writeStringField("dataset", dataset);
            json.writeStringField("period", period);
            json.writeStringField("source", records.source());
            json.writeBooleanField("stale", records.stale());
            json.writeStringField("fetchedAt", records.fetchedAt().toString());
            Json.georef(json, heat.georef());
            json.writeNumberField("scale", heat.scale());
            json.writeNumberField("scaleMonths", heat.months().size());
            json.writeNumberField("smooth", heat.smooth());
            if (filter.category() >= 0) {
                json.writeStringField("category", RecordMonth.CATEGORIES.get(filter.category()));
            }
            if (filter.offence() != null) {
                json.writeStringField("offence", filter.offence());
            }
            json.writeArrayFieldStart("months");
            for (Heat.Month month : months) {
                writeMonth(json, month);
            }
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    private void writeMonth(JsonGenerator json, Heat.Month month) throws IOException {
        json.writeStartObject();
        json.writeStringField("month", month.month().toString());
        json.writeNumberField("records", month.totals().records());
        json.writeNumberField("inBounds", month.totals().inBounds());
        json.writeNumberField("outside", month.totals().outside());
        json.writeNumberField("unplaced", month.totals().unplaced());
        json.writeArrayFieldStart("values");
        for (byte value : heat.drawn(month)) {
            json.writeNumber(value & 0xFF);
        }
        json.writeEndArray();
        json.writeEndObject();
    }
}
