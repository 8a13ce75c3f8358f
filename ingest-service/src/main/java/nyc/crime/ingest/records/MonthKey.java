package nyc.crime.ingest.records;

import java.time.YearMonth;

/**
 * A month of a dataset.
 *
 * @param dataset the name that callers use, such as {@code arrests}
 * @param month the month
 */
public record MonthKey(String dataset, YearMonth month) {

    @Override
    public String toString() {
        return dataset + "/" + month;
    }
}
