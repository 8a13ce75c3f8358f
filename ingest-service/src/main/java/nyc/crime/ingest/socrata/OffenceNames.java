package nyc.crime.ingest.socrata;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import nyc.crime.ingest.IngestConfig;

/** The offences that are one, however they are written. */
public final class OffenceNames {

    private OffenceNames() {}

    /** The one name by each other spelling. */
    static Map<String, String> bySpelling(IngestConfig config) {
        Map<String, String> names = new HashMap<>();
        config.offences().forEach(offence -> offence.spellings().forEach(s -> names.put(s, offence.name())));
        return names;
    }

    /** The names of a dataset's offences, each with the other spellings that the dataset has of it. */
    public static Map<String, List<String>> of(DatasetFacts dataset, IngestConfig config) {
        Map<String, String> names = bySpelling(config);
        Map<String, List<String>> offences = new TreeMap<>();
        dataset.sources().stream()
                .flatMap(source -> source.offences().keySet().stream())
                .filter(written -> !written.isEmpty())
                .distinct()
                .sorted()
                .forEach(written -> {
                    String name = names.getOrDefault(written, written);
                    List<String> spellings = offences.computeIfAbsent(name, n -> new ArrayList<>());
                    if (!written.equals(name)) {
                        spellings.add(written);
                    }
                });
        return offences;
    }
}
