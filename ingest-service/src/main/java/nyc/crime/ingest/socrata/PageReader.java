package nyc.crime.ingest.socrata;

import java.io.IOException;
import java.io.InputStream;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;

import nyc.crime.city.CityProfile;

/** Reads the JSON of one page as a stream, straight into columns. */
final class PageReader {

    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;
    private static final int DATE_LENGTH = 10;

    private final CityProfile.Dataset columns;
    private final RowCleaner cleaner;
    private final String timeColumn;

    PageReader(CityProfile.Dataset columns, RowCleaner cleaner) {
        this.columns = columns;
        this.cleaner = cleaner;
        this.timeColumn = columns.timeColumn().orElse(null);
    }

    /**
     * The rows of a page.
     *
     * @param limit how many were asked for
     * @throws IOException if the body is cut short, is no array of rows, or a row has no id or a date outside the month
     */
    Page read(InputStream body, YearMonth month, int limit) throws IOException {
        Page page = new Page();
        Map<String, String> offences = new HashMap<>();
        try (JsonParser json = SodaJson.FACTORY.createParser(body)) {
            expect(json.nextToken() == JsonToken.START_ARRAY, "no array");
            JsonToken token = json.nextToken();
            while (token == JsonToken.START_OBJECT) {
                expect(page.size() < limit, "more rows than asked for");
                readRow(json, page, month, offences);
                token = json.nextToken();
            }
            expect(token == JsonToken.END_ARRAY && json.nextToken() == null, "something after the rows");
        }
        return page;
    }

    /** The rows of an aggregate query: names and values, nulls left out. */
    static List<Map<String, String>> aggregate(InputStream body) throws IOException {
        List<Map<String, String>> rows = new ArrayList<>();
        try (JsonParser json = SodaJson.FACTORY.createParser(body)) {
            expect(json.nextToken() == JsonToken.START_ARRAY, "no array");
            while (json.nextToken() == JsonToken.START_OBJECT) {
                Map<String, String> row = new HashMap<>();
                while (json.nextToken() == JsonToken.FIELD_NAME) {
                    String name = json.currentName();
                    if (json.nextToken() != JsonToken.VALUE_NULL) {
                        row.put(name, json.getText());
                    }
                }
                expect(json.currentToken() == JsonToken.END_OBJECT, "no end of row");
                expect(rows.size() < SoqlQuery.ALL_GROUPS, "more groups than asked for");
                rows.add(row);
            }
            expect(json.currentToken() == JsonToken.END_ARRAY, "no end of rows");
        }
        return rows;
    }

    /** The one row of an aggregate query that is not grouped. */
    static Map<String, String> single(InputStream body) throws IOException {
        List<Map<String, String>> rows = aggregate(body);
        expect(rows.size() == 1, "not one row");
        return rows.get(0);
    }

    private void readRow(JsonParser json, Page page, YearMonth month, Map<String, String> offences) throws IOException {
        String id = null;
        String date = null;
        String category = null;
        String offence = null;
        String precinct = null;
        String time = null;
        double lat = Double.NaN;
        double lon = Double.NaN;
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            JsonToken value = json.nextToken();
            if (!value.isScalarValue()) {
                json.skipChildren();
                continue;
            }
            String text = value == JsonToken.VALUE_NULL ? null : json.getText();
            // a column may be several things at once: a date that holds the time, an offence that is of a category
            date = name.equals(columns.dateColumn()) ? text : date;
            category = name.equals(columns.categoryColumn()) ? text : category;
            offence = name.equals(columns.offenceColumn()) ? text : offence;
            precinct = name.equals(columns.precinctColumn()) ? text : precinct;
            time = name.equals(timeColumn) ? RowCleaner.time(text) : time;
            if (name.equals(":id")) {
                id = text;
            } else if (name.equals(columns.latitudeColumn())) {
                lat = RowCleaner.number(text);
            } else if (name.equals(columns.longitudeColumn())) {
                lon = RowCleaner.number(text);
            }
        }
        expect(json.currentToken() == JsonToken.END_OBJECT, "no end of row");
        expect(id != null, "row without :id");
        expect(date != null && date.startsWith(month + "-"), "row outside the month asked for");
        page.add(
                hash(id),
                day(date, month),
                cleaner.lat(lat, lon),
                cleaner.lon(lon),
                cleaner.category(category),
                cleaner.precinct(precinct),
                offences.computeIfAbsent(cleaner.offence(offence), o -> o),
                RowCleaner.hour(time),
                RowCleaner.isSharp(time));
    }

    /** The day from 0, or -1 where a text such as {@code 2023-02-29} names none. */
    private static int day(String date, YearMonth month) {
        int day = 0;
        for (int i = DATE_LENGTH - 2; i < DATE_LENGTH; i++) {
            int digit = i < date.length() ? Character.digit(date.charAt(i), 10) : -1;
            if (digit < 0) {
                return -1;
            }
            day = day * 10 + digit;
        }
        return month.isValidDay(day) ? day - 1 : -1;
    }

    private static void expect(boolean truth, String otherwise) throws IOException {
        if (!truth) {
            throw new IOException(otherwise);
        }
    }

    /** FNV-1a, 64 bit: among 200,000 ids two are equal by chance once in a billion months, and then it is reported. */
    private static long hash(String id) {
        long hash = FNV_OFFSET;
        for (int i = 0; i < id.length(); i++) {
            hash = (hash ^ id.charAt(i)) * FNV_PRIME;
        }
        return hash;
    }
}
