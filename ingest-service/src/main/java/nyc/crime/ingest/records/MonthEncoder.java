package nyc.crime.ingest.records;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;
import jakarta.enterprise.context.ApplicationScoped;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

import nyc.crime.city.CityProfile;
import nyc.crime.ingest.IngestConfig;
import nyc.crime.ingest.records.Form.Column;
import nyc.crime.ingest.socrata.DatasetFacts;

/** Writes months as JSON columns, GeoJSON or CSV. */
@ApplicationScoped
class MonthEncoder {

    private final ObjectMapper json;
    private final CityProfile.Bounds bounds;
    private final int scale;
    private final List<String> categories;
    private final int decimals;

    MonthEncoder(IngestConfig config, CityProfile city, ObjectMapper json) {
        this.json = json;
        bounds = city.bounds();
        scale = config.coordinates().scale();
        categories = city.categoryNames();
        decimals = (int) Math.ceil(Math.log10(scale));
    }

    byte[] encode(MonthRecords month, Form form, boolean stale, DatasetFacts facts) {
        try {
            return switch (form.format()) {
                case JSON, LINES -> json.writeValueAsBytes(columns(month, form, stale, facts));
                case GEOJSON -> json.writeValueAsBytes(new MonthFeatures("FeatureCollection", features(month, form)));
                case CSV -> csv(month, form).getBytes(StandardCharsets.UTF_8);
            };
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("writing to memory does not fail", e);
        }
    }

    private MonthColumns columns(MonthRecords month, Form form, boolean stale, DatasetFacts facts) {
        return new MonthColumns(
                month.key().dataset(),
                month.key().month(),
                month.origin(),
                stale,
                month.fetchedAt(),
                facts == null ? null : facts.publishedThrough(),
                facts == null ? null : facts.completeThrough(),
                month.rows(),
                month.placed(),
                month.unplaced(),
                month.odd(),
                new MonthColumns.Base(bounds.south(), bounds.west()),
                scale,
                month.dayStart().length - 1,
                month.dayStart(),
                month.lat(),
                month.lon(),
                shorts(month.category()),
                categories,
                form.has(Column.offence) ? month.offences() : null,
                form.has(Column.offence) ? month.offence() : null,
                form.has(Column.precinct) ? month.precinct() : null,
                form.has(Column.hour) ? shorts(month.hour()) : null);
    }

    /** Bytes would be written as a text. */
    private static short[] shorts(byte[] values) {
        short[] wide = new short[values.length];
        for (int i = 0; i < wide.length; i++) {
            wide[i] = values[i];
        }
        return wide;
    }

    private Iterator<MonthFeatures.Feature> features(MonthRecords month, Form form) {
        return IntStream.range(0, month.dayStart().length - 1)
                .boxed()
                .flatMap(day -> IntStream.range(month.dayStart()[day], month.dayStart()[day + 1])
                        .mapToObj(i -> feature(month, form, date(month, day), i)))
                .iterator();
    }

    private MonthFeatures.Feature feature(MonthRecords month, Form form, String date, int i) {
        return new MonthFeatures.Feature(
                "Feature",
                new MonthFeatures.Point("Point", List.of(longitude(month, i), latitude(month, i))),
                new MonthFeatures.Properties(
                        date,
                        categories.get(month.category()[i]),
                        form.has(Column.offence) ? month.offences().get(month.offence()[i]) : null,
                        form.has(Column.precinct) ? (int) month.precinct()[i] : null,
                        form.has(Column.hour) && month.hour()[i] >= 0 ? (int) month.hour()[i] : null));
    }

    private String csv(MonthRecords month, Form form) {
        StringBuilder text = new StringBuilder(month.placed() * 40);
        text.append("date,category,latitude,longitude");
        new TreeSet<>(form.columns()).forEach(column -> text.append(',').append(column));
        text.append("\r\n");
        for (int day = 0; day + 1 < month.dayStart().length; day++) {
            String date = date(month, day);
            for (int i = month.dayStart()[day]; i < month.dayStart()[day + 1]; i++) {
                text.append(date).append(',').append(categories.get(month.category()[i]));
                text.append(',').append(latitude(month, i)).append(',').append(longitude(month, i));
                if (form.has(Column.offence)) {
                    text.append(',').append(quoted(month.offences().get(month.offence()[i])));
                }
                if (form.has(Column.precinct)) {
                    text.append(',').append(month.precinct()[i]);
                }
                if (form.has(Column.hour)) {
                    text.append(',').append(month.hour()[i] < 0 ? "" : Integer.toString(month.hour()[i]));
                }
                text.append("\r\n");
            }
        }
        return text.toString();
    }

    private BigDecimal latitude(MonthRecords month, int i) {
        return degrees(bounds.south(), month.lat()[i]);
    }

    private BigDecimal longitude(MonthRecords month, int i) {
        return degrees(bounds.west(), month.lon()[i]);
    }

    private BigDecimal degrees(double base, int units) {
        long whole = Math.round(base * scale) + units;
        return BigDecimal.valueOf(whole).divide(BigDecimal.valueOf(scale), decimals, RoundingMode.HALF_EVEN);
    }

    private static String date(MonthRecords month, int day) {
        return month.key().month().atDay(day + 1).toString();
    }

    private static String quoted(String text) {
        boolean plain = text.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return plain ? text : '"' + text.replace("\"", "\"\"") + '"';
    }
}
