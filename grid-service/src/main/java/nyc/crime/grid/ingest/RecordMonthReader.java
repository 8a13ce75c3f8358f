package nyc.crime.grid.ingest;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;

import nyc.crime.grid.georef.Bounds;

/** Reads one JSON object of ingest-service: a month of records, or the problem that a year's stream has in its place. */
final class RecordMonthReader {

    private static final JsonFactory JSON = new JsonFactory();

    private String dataset = "";
    private YearMonth month;
    private String source = "live";
    private boolean stale;
    private Instant fetchedAt;
    private int rows = -1;
    private int unplaced;
    private double originLat;
    private double originLon;
    private int scale;
    private int[] dayStart = {};
    private int[] lat = {};
    private int[] lon = {};
    private int[] category = {};
    private List<String> categories = List.of();
    private List<String> offences = List.of();
    private int[] offence = {};
    private int[] precinct = {};
    private int problemStatus;
    private String problemDetail = "";

    private RecordMonthReader() {}

    /**
     * @param json the object, UTF-8
     * @return the month
     * @throws IngestProblem if the object is a problem, or not a month as agreed
     */
    static RecordMonth read(byte[] json) {
        RecordMonthReader reader = new RecordMonthReader();
        try (JsonParser parser = JSON.createParser(json)) {
            reader.readObject(parser);
            return reader.month(checksum(json));
        } catch (IOException | DateTimeException | ArrayIndexOutOfBoundsException e) {
            throw IngestProblem.malformed(reader.month, e);
        }
    }

    private static long checksum(byte[] json) {
        CRC32C crc = new CRC32C();
        crc.update(json);
        return (long) json.length << 32 | crc.getValue();
    }

    private void readObject(JsonParser p) throws IOException {
        require(p.nextToken() == JsonToken.START_OBJECT);
        while (p.nextToken() == JsonToken.FIELD_NAME) {
            String field = p.currentName();
            p.nextToken();
            switch (field) {
                case "dataset" -> dataset = p.getText();
                case "month" -> month = YearMonth.parse(p.getText());
                case "source" -> source = p.getText();
                case "stale" -> stale = p.getBooleanValue();
                case "fetchedAt" -> fetchedAt = Instant.parse(p.getText());
                case "rows" -> rows = p.getIntValue();
                case "unplaced" -> unplaced = p.getIntValue();
                case "scale" -> scale = p.getIntValue();
                case "origin" -> readOrigin(p);
                case "dayStart" -> dayStart = ints(p);
                case "lat" -> lat = ints(p);
                case "lon" -> lon = ints(p);
                case "category" -> category = ints(p);
                case "categories" -> categories = strings(p);
                case "offences" -> offences = strings(p);
                case "offence" -> offence = ints(p);
                case "precinct" -> precinct = ints(p);
                case "problem" -> readProblem(p);
                default -> p.skipChildren();
            }
        }
    }

    private void readOrigin(JsonParser p) throws IOException {
        while (p.nextToken() == JsonToken.FIELD_NAME) {
            String field = p.currentName();
            p.nextToken();
            switch (field) {
                case "lat" -> originLat = p.getDoubleValue();
                case "lon" -> originLon = p.getDoubleValue();
                default -> p.skipChildren();
            }
        }
    }

    private void readProblem(JsonParser p) throws IOException {
        problemStatus = 502;
        while (p.nextToken() == JsonToken.FIELD_NAME) {
            String field = p.currentName();
            p.nextToken();
            switch (field) {
                case "status" -> problemStatus = p.getIntValue();
                case "detail" -> problemDetail = p.getText();
                default -> p.skipChildren();
            }
        }
    }

    private RecordMonth month(long version) throws IOException {
        require(month != null);
        if (problemStatus != 0) {
            throw new IngestProblem(month, problemStatus, problemDetail, null);
        }
        int placed = lat.length;
        require(fetchedAt != null && scale == Bounds.UNITS && placed + unplaced == rows);
        require(lon.length == placed && category.length == placed && offence.length == placed);
        require(precinct.length == placed && dayStart.length == month.lengthOfMonth() + 1);
        require(dayStart[0] == 0 && dayStart[dayStart.length - 1] == placed);
        require(categories.equals(RecordMonth.CATEGORIES));
        shift(lat, originLat);
        shift(lon, originLon);
        byte[] categoryBytes = new byte[placed];
        short[] offenceShorts = new short[placed];
        short[] precinctShorts = new short[placed];
        for (int i = 0; i < placed; i++) {
            require(category[i] >= 0 && category[i] < categories.size());
            require(offence[i] >= 0 && offence[i] < offences.size());
            categoryBytes[i] = (byte) category[i];
            offenceShorts[i] = (short) offence[i];
            precinctShorts[i] = (short) precinct[i];
        }
        return new RecordMonth(
                dataset,
                month,
                source,
                stale,
                fetchedAt,
                rows,
                dayStart,
                lat,
                lon,
                categoryBytes,
                List.copyOf(offences),
                offenceShorts,
                precinctShorts,
                version);
    }

    private static void shift(int[] column, double origin) {
        int units = (int) Math.round(origin * Bounds.UNITS);
        for (int i = 0; i < column.length; i++) {
            column[i] += units;
        }
    }

    private static int[] ints(JsonParser p) throws IOException {
        require(p.currentToken() == JsonToken.START_ARRAY);
        int[] values = new int[1024];
        int size = 0;
        while (p.nextToken() != JsonToken.END_ARRAY) {
            if (size == values.length) {
                values = Arrays.copyOf(values, size * 2);
            }
            values[size++] = p.getIntValue();
        }
        return Arrays.copyOf(values, size);
    }

    private static List<String> strings(JsonParser p) throws IOException {
        require(p.currentToken() == JsonToken.START_ARRAY);
        List<String> values = new ArrayList<>();
        while (p.nextToken() != JsonToken.END_ARRAY) {
            values.add(p.getText());
        }
        return values;
    }

    private static void require(boolean asAgreed) throws IOException {
        if (!asAgreed) {
            throw new IOException("not a month of records as agreed");
        }
    }

    /** The detail of a problem+json body, or an empty string. */
    static String problemDetail(String body) {
        RecordMonthReader reader = new RecordMonthReader();
        try (JsonParser p = JSON.createParser(body.getBytes(StandardCharsets.UTF_8))) {
            p.nextToken();
            reader.readProblem(p);
        } catch (IOException e) {
            return "";
        }
        return reader.problemDetail;
    }
}
