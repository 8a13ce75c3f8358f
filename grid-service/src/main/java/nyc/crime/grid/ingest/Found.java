package nyc.crime.grid.ingest;

import java.time.YearMonth;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A month that was asked for among many: its records, or why they could not be had.
 *
 * @param month the month
 * @param records its records, or null
 * @param problem why not, or null
 */
public record Found(YearMonth month, RecordMonth records, IngestProblem problem) {

    /**
     * The months that an answer was made of, without their records.
     *
     * @throws IngestProblem if none of them could be had
     */
    public static Snapshot snapshot(Publication of, List<Found> months) {
        Map<YearMonth, IngestProblem> missing = months.stream()
                .filter(found -> found.problem() != null)
                .collect(Collectors.toMap(Found::month, Found::problem));
        if (missing.size() == months.size()) {
            throw months.get(0).problem();
        }
        return new Snapshot(
                of,
                months.stream()
                        .filter(found -> found.records() != null)
                        .sorted(Comparator.comparing(Found::month))
                        .map(Found::records)
                        .toList(),
                missing);
    }
}
