package nyc.crime.grid.ingest;

import java.time.LocalDate;
import java.util.List;
import java.util.stream.Collectors;

import io.quarkus.runtime.annotations.RegisterForReflection;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

import nyc.crime.http.Freshness;

/**
 * The datasets there are, as ingest-service describes them.
 *
 * @param datasets what is understood of them
 * @param json the whole description
 * @param freshness how old it is
 */
@RegisterForReflection
public record Datasets(
        List<Dataset> datasets,
        @Schema(hidden = true) byte[] json,
        @Schema(hidden = true) Freshness freshness) implements StaleIfErrorCache.Ageing<Datasets> {

    /**
     * A dataset.
     *
     * @param id its name in paths
     * @param title for people
     * @param firstDate the first date with records
     * @param publishedThrough the last date with records
     * @param completeThrough the last day that late reports hardly change
     * @param source live, files or sample
     * @param offences all that it ever had
     * @param columns what records have beside place and category: offence, precinct, perhaps hour
     */
    @RegisterForReflection
    public record Dataset(
            String id,
            String title,
            LocalDate firstDate,
            LocalDate publishedThrough,
            LocalDate completeThrough,
            String source,
            List<Offence> offences,
            List<String> columns) {

        boolean hasHours() {
            return columns != null && columns.contains("hour");
        }
    }

    /**
     * An offence.
     *
     * @param name the name in answers
     * @param spellings other names of the same, as the police wrote or cut them
     */
    @RegisterForReflection
    public record Offence(String name, List<String> spellings) {

        /** Whether it has this name, without regard to case and surrounding blanks. */
        public boolean is(String other) {
            String wanted = other.strip();
            return name.equalsIgnoreCase(wanted)
                    || spellings != null && spellings.stream().anyMatch(wanted::equalsIgnoreCase);
        }
    }

    /** The offences of a dataset; none if they are not known. */
    public List<Offence> offences(String dataset) {
        return datasets.stream()
                .filter(known -> known.id().equals(dataset) && known.offences() != null)
                .flatMap(known -> known.offences().stream())
                .toList();
    }

    /**
     * What is published of a dataset.
     *
     * @throws IngestProblem 404 if there is no such dataset
     */
    Publication publication(String dataset) {
        return datasets.stream()
                .filter(known -> known.id().equals(dataset))
                .findFirst()
                .map(known -> new Publication(
                        dataset,
                        known.firstDate(),
                        known.publishedThrough(),
                        known.completeThrough(),
                        known.hasHours()))
                .orElseThrow(() -> IngestProblem.nothing(
                        "no dataset \"" + dataset + "\"; there are "
                                + datasets.stream().map(Dataset::id).collect(Collectors.joining(", ")),
                        "dataset",
                        null,
                        null));
    }

    /** Where their rows come from. */
    String source() {
        List<String> sources = datasets.stream().map(Dataset::source).distinct().toList();
        return sources.size() == 1 && sources.get(0) != null ? sources.get(0) : "mixed";
    }

    @Override
    public Datasets with(Freshness other) {
        return new Datasets(datasets, json, other);
    }

    @Override
    public int weight() {
        return json.length;
    }
}
