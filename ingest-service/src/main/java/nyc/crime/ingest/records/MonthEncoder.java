package nyc.crime.ingest.records;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import jakarta.enterprise.context.ApplicationScoped;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;

import nyc.crime.ingest.IngestConfig;
import nyc.crime.ingest.records.MonthRecords.Odd;

/** Writes months as JSON columns, GeoJSON or CSV. */
@ApplicationScoped
class MonthEncoder {

    static final List<String> CATEGORIES = List.of("felony", "misdemeanor", "violation", "other");

    private static final JsonFactory JSON = new JsonFactory();

    private final IngestConfig.Coordinates coordinates;
    private final int decimals;

    MonthEncoder(IngestConfig config) {
        coordinates = config.coordinates();
        decimals = (int) Math.ceil(Math.log10(coordinates.scale()));
    }

    byte[] encode(MonthRecords month, Form form, boolean stale) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(month.placed() * 16 + 4096);
        try {
            switch (form.format()) {
                case JSON -> json(month, form, stale, out);
                case GEOJSON -> geoJson(month, form, out);
                case CSV -> csv(month, form, out);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private void json(MonthRecords month, Form form, boolean stale, OutputStream out) throws IOException {
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartObject();
            json.writeStringField("dataset", month.key().dataset());
            json.writeStringField("month", month.key().month().toString());
            json.writeStringField("source", month.origin());
            json.writeBooleanField("stale", stale);
            json.writeStringField("fetchedAt", month.fetchedAt().toString());
            json.writeNumberField("rows", month.rows());
            json.writeNumberField("placed", month.placed());
            json.writeNumberField("unplaced", month.unplaced());
            odd(month.odd(), json);
            json.writeObjectFieldStart("origin");
            json.writeNumberField("lat", coordinates.south());
            json.writeNumberField("lon", coordinates.west());
            json.writeEndObject();
            json.writeNumberField("scale", coordinates.scale());
            json.writeNumberField("days", month.dayStart().length - 1);
            ints("dayStart", month.dayStart(), json);
            ints("lat", month.lat(), json);
            ints("lon", month.lon(), json);
            json.writeArrayFieldStart("category");
            for (byte category : month.category()) {
                json.writeNumber(category);
            }
            json.writeEndArray();
            strings("categories", CATEGORIES, json);
            if (form.offence()) {
                strings("offences", month.offences(), json);
                shorts("offence", month.offence(), json);
            }
            if (form.precinct()) {
                shorts("precinct", month.precinct(), json);
            }
            json.writeEndObject();
        }
    }

    private void geoJson(MonthRecords month, Form form, OutputStream out) throws IOException {
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartObject();
            json.writeStringField("type", "FeatureCollection");
            json.writeArrayFieldStart("features");
            for (int day = 0; day + 1 < month.dayStart().length; day++) {
                for (int i = month.dayStart()[day]; i < month.dayStart()[day + 1]; i++) {
                    json.writeStartObject();
                    json.writeStringField("type", "Feature");
                    json.writeObjectFieldStart("geometry");
                    json.writeStringField("type", "Point");
                    json.writeArrayFieldStart("coordinates");
                    json.writeNumber(degrees(coordinates.west(), month.lon()[i]));
                    json.writeNumber(degrees(coordinates.south(), month.lat()[i]));
                    json.writeEndArray();
                    json.writeEndObject();
                    json.writeObjectFieldStart("properties");
                    json.writeStringField("date", date(month, day));
                    json.writeStringField("category", CATEGORIES.get(month.category()[i]));
                    if (form.offence()) {
                        json.writeStringField("offence", month.offences().get(month.offence()[i]));
                    }
                    if (form.precinct()) {
                        json.writeNumberField("precinct", month.precinct()[i]);
                    }
                    json.writeEndObject();
                    json.writeEndObject();
                }
            }
            json.writeEndArray();
            json.writeEndObject();
        }
    }

    private void csv(MonthRecords month, Form form, OutputStream out) throws IOException {
        StringBuilder text = new StringBuilder(month.placed() * 40);
        text.append("date,category,latitude,longitude");
        text.append(form.offence() ? ",offence" : "").append(form.precinct() ? ",precinct" : "");
        text.append("\r\n");
        for (int day = 0; day + 1 < month.dayStart().length; day++) {
            String date = date(month, day);
            for (int i = month.dayStart()[day]; i < month.dayStart()[day + 1]; i++) {
                text.append(date).append(',').append(CATEGORIES.get(month.category()[i]));
                text.append(',').append(degrees(coordinates.south(), month.lat()[i]));
                text.append(',').append(degrees(coordinates.west(), month.lon()[i]));
                if (form.offence()) {
                    text.append(',').append(quoted(month.offences().get(month.offence()[i])));
                }
                if (form.precinct()) {
                    text.append(',').append(month.precinct()[i]);
                }
                text.append("\r\n");
            }
        }
        out.write(text.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static void odd(Odd odd, JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("odd");
        json.writeNumberField("noCoordinates", odd.noCoordinates());
        json.writeNumberField("outside", odd.outside());
        json.writeNumberField("category", odd.category());
        json.writeNumberField("offence", odd.offence());
        json.writeNumberField("precinct", odd.precinct());
        json.writeEndObject();
    }

    private static void ints(String name, int[] values, JsonGenerator json) throws IOException {
        json.writeFieldName(name);
        json.writeArray(values, 0, values.length);
    }

    private static void shorts(String name, short[] values, JsonGenerator json) throws IOException {
        json.writeArrayFieldStart(name);
        for (short value : values) {
            json.writeNumber(value);
        }
        json.writeEndArray();
    }

    private static void strings(String name, List<String> values, JsonGenerator json) throws IOException {
        json.writeArrayFieldStart(name);
        for (String value : values) {
            json.writeString(value);
        }
        json.writeEndArray();
    }

    private BigDecimal degrees(double origin, int units) {
        long whole = Math.round(origin * coordinates.scale()) + units;
        return BigDecimal.valueOf(whole)
                .divide(BigDecimal.valueOf(coordinates.scale()), decimals, RoundingMode.HALF_EVEN);
    }

    private static String date(MonthRecords month, int day) {
        return month.key().month().atDay(day + 1).toString();
    }

    private static String quoted(String text) {
        boolean plain = text.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return plain ? text : '"' + text.replace("\"", "\"\"") + '"';
    }
}
