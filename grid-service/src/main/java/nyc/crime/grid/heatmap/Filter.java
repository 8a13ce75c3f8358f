package nyc.crime.grid.heatmap;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;

import nyc.crime.grid.georef.Georef;
import nyc.crime.grid.ingest.Category;
import nyc.crime.grid.ingest.Datasets.Offence;
import nyc.crime.grid.ingest.RecordMonth;

/**
 * Which records are counted: those of one of the categories and of one of the offences.
 *
 * @param categories none for all
 * @param offences none for all
 */
public record Filter(Set<Category> categories, List<Offence> offences) {

    /** All records. */
    public static final Filter NONE = new Filter(Set.of(), List.of());

    /** True if every record passes. */
    public boolean isNone() {
        return categories.isEmpty() && offences.isEmpty();
    }

    /** Counts the records of a month that pass. */
    public MonthCounts count(RecordMonth month, Georef georef) {
        int[] counts = new int[georef.cells()];
        if (isNone()) {
            int inside = georef.count(month.lat(), month.lon(), 0, month.placed(), counts);
            return new MonthCounts(new MonthTotals(month.month(), month.rows(), inside, month.unplaced()), counts);
        }
        IntPredicate passes = passing(month);
        int records = 0;
        int inside = 0;
        for (int i = 0; i < month.placed(); i++) {
            if (passes.test(i)) {
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

    /** Which placed records of a month pass, by their number. */
    IntPredicate passing(RecordMonth month) {
        if (isNone()) {
            return record -> true;
        }
        boolean[] ofCategory = new boolean[Byte.MAX_VALUE];
        Arrays.fill(ofCategory, categories.isEmpty());
        categories.forEach(category -> ofCategory[category.number()] = true);
        boolean[] ofOffence = new boolean[month.offences().size()];
        for (int i = 0; i < ofOffence.length; i++) {
            String name = month.offences().get(i);
            ofOffence[i] = offences.isEmpty() || offences.stream().anyMatch(offence -> offence.is(name));
        }
        return record -> ofCategory[month.category()[record]] && ofOffence[month.offence()[record]];
    }
}
