package nyc.crime.predict.record;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

import io.quarkus.runtime.annotations.RegisterForReflection;

import nyc.crime.predict.forecast.Forecast;

/**
 * A forecast that was issued before its days came.
 *
 * @param issuedAt when
 * @param source of the counts, as then: {@code live}, {@code files} or {@code sample}
 * @param origin the last day that it knew
 * @param start its first day
 * @param model what made it
 * @param offences what it is of
 * @param cells the city's cells, row-major indices of the forecast grid
 * @param expected records {@code [days][cells]}
 * @param factorVariance of the factor that all cells of a day share, {@code [days]}
 */
@RegisterForReflection
public record Issue(
        Instant issuedAt,
        String source,
        String dataset,
        LocalDate origin,
        LocalDate start,
        Forecast.Model model,
        List<String> offences,
        int[] cells,
        double[][] expected,
        double[] factorVariance) {

    /** The last day. */
    public LocalDate end() {
        return start.plusDays(expected.length - 1L);
    }
}
