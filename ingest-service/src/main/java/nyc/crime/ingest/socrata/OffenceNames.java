package nyc.crime.ingest.socrata;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import nyc.crime.city.CityProfile;

/** The offences that are one, however they are written. */
public final class OffenceNames {

    private OffenceNames() {}

    /** The one name by each other spelling. */
    static Map<String, String> bySpelling(CityProfile city) {
        Map<String, String> names = new HashMap<>();
        city.offences().forEach(offence -> offence.spellings().forEach(s -> names.put(s, offence.name())));
        return names;
    }

    /** The names of offences, each with the other ways in which it is written. */
    public static Map<String, List<String>> of(Set<String> written, CityProfile city) {
        Map<String, String> names = bySpelling(city);
        Map<String, List<String>> offences = new TreeMap<>();
        for (String offence : written) {
            String name = names.getOrDefault(offence, offence);
            List<String> spellings = offences.computeIfAbsent(name, n -> new ArrayList<>());
            if (!offence.equals(name)) {
                spellings.add(offence);
            }
        }
        return offences;
    }
}
