package nyc.crime.ingest.socrata;

import java.util.Arrays;
import java.util.BitSet;

/**
 * Rows in columns, cleaned: what one page of Socrata's rows comes down to, about 30 bytes a row. Not thread-safe.
 */
public final class Page {

    /** In {@link #lat}: the row has no coordinates, or 0/0. */
    public static final int MISSING = Integer.MIN_VALUE;

    /** In {@link #lat}: the row's coordinates are outside the box around the city. */
    public static final int OUTSIDE = Integer.MIN_VALUE + 1;

    private static final int FIRST_SIZE = 1024;

    private int size;
    private long[] id;
    private byte[] day;
    private int[] lat;
    private int[] lon;
    private byte[] category;
    private short[] precinct;
    private String[] offence;
    private byte[] hour;
    private final BitSet sharp = new BitSet();

    Page() {
        id = new long[FIRST_SIZE];
        day = new byte[FIRST_SIZE];
        lat = new int[FIRST_SIZE];
        lon = new int[FIRST_SIZE];
        category = new byte[FIRST_SIZE];
        precinct = new short[FIRST_SIZE];
        offence = new String[FIRST_SIZE];
        hour = new byte[FIRST_SIZE];
    }

    /** Number of rows. */
    public int size() {
        return size;
    }

    /** The day of the month, from 0; negative where the row's date is no day of the calendar. */
    public int day(int row) {
        return day[row];
    }

    /** Latitude in units from the origin, or {@link #MISSING} or {@link #OUTSIDE}. */
    public int lat(int row) {
        return lat[row];
    }

    /** Longitude in units from the origin; means something only where the latitude does. */
    public int lon(int row) {
        return lon[row];
    }

    /** The number of the category. */
    public int category(int row) {
        return category[row];
    }

    /** The precinct's number, 0 if unknown. */
    public int precinct(int row) {
        return precinct[row];
    }

    /** The offence's name, blank if there is none. */
    public String offence(int row) {
        return offence[row];
    }

    /** The hour of the day, -1 if unknown. */
    public int hour(int row) {
        return hour[row];
    }

    /** Whether the time is the full hour, to the second. */
    public boolean isSharp(int row) {
        return sharp.get(row);
    }

    /** Whether the row has possible coordinates. */
    public boolean isPlaced(int row) {
        return lat[row] != MISSING && lat[row] != OUTSIDE;
    }

    long id(int row) {
        return id[row];
    }

    void add(
            long rowId,
            int rowDay,
            int rowLat,
            int rowLon,
            int rowCategory,
            int rowPrecinct,
            String rowOffence,
            int rowHour,
            boolean rowSharp) {
        if (size == id.length) {
            grow();
        }
        id[size] = rowId;
        day[size] = (byte) rowDay;
        lat[size] = rowLat;
        lon[size] = rowLon;
        category[size] = (byte) rowCategory;
        precinct[size] = (short) rowPrecinct;
        offence[size] = rowOffence;
        hour[size] = (byte) rowHour;
        sharp.set(size, rowSharp);
        size++;
    }

    void add(Page other, int row) {
        add(
                other.id[row],
                other.day[row],
                other.lat[row],
                other.lon[row],
                other.category[row],
                other.precinct[row],
                other.offence[row],
                other.hour[row],
                other.sharp.get(row));
    }

    private void grow() {
        int capacity = size * 2;
        id = Arrays.copyOf(id, capacity);
        day = Arrays.copyOf(day, capacity);
        lat = Arrays.copyOf(lat, capacity);
        lon = Arrays.copyOf(lon, capacity);
        category = Arrays.copyOf(category, capacity);
        precinct = Arrays.copyOf(precinct, capacity);
        offence = Arrays.copyOf(offence, capacity);
        hour = Arrays.copyOf(hour, capacity);
    }
}
