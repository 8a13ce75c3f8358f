package nyc.crime.training.data;

import nyc.crime.predict.counts.DailyCounts;
import nyc.crime.predict.counts.Mask;
import nyc.crime.predict.inputs.Holidays;
import nyc.crime.predict.inputs.ModelDescription;

/**
 * What there is to learn from.
 *
 * @param dataset the dataset's id
 * @param counts daily counts by offence
 * @param mask the cells inside the city
 * @param grid the grid's place on earth
 * @param holidays the city's
 * @param source where the records came from, in grid-service's words, or {@code file}
 */
public record GridData(
        String dataset, DailyCounts counts, Mask mask, ModelDescription.Grid grid, Holidays holidays, String source) {

    public GridData {
        if (counts.rows() != mask.rows() || counts.cols() != mask.cols()) {
            throw new IllegalArgumentException("counts are on %d x %d cells, the mask on %d x %d"
                    .formatted(counts.rows(), counts.cols(), mask.rows(), mask.cols()));
        }
    }
}
