package nyc.crime.grid.heatmap;

import nyc.crime.grid.georef.Georef;
import nyc.crime.grid.ingest.RecordMonth;

/**
 * Which records a grid counts.
 *
 * @param category number of a category, or −1 for all
 * @param offence name of an offence, or null for all
 */
public record Filter(int category, String offence) {

    /** All records. */
    public static final Filter NONE = new Filter(-1, null);

    /** True if every record passes. */
    public boolean isNone() {
        return category < 0 && offence == null;
    }

    /** Counts the records of a month that pass. */
    public MonthCounts count(RecordMonth month, Georef georef) {
        int[] counts = new int[georef.cells()];
        if (isNone()) {
            int inside = georef.count(month.lat(), month.lon(), 0, month.placed(), counts);
            return new MonthCounts(new MonthTotals(month.month(), month.rows(), inside, month.unplaced()), counts);
        }
        int wanted = offence == null ? -1 : month.offences().indexOf(offence);
        int records = 0;
        int inside = 0;
        for (int i = 0; i < month.placed(); i++) {
            if ((category < 0 || month.category()[i] == category)
                    && (offence == null || month.offence()[i] == wanted)) {
                records++;
                int cell = georef.cell(month.lat()[i], month.lon()[i]);
                if (cell != Georef.OUTSIDE) {
                    counts[cell]++;
                    inside++;
                }
            }
        }
        return new MonthCounts(new MonthTotals(month.month(), records, inside, 0), counts);
    }
}
