package nyc.crime.grid.series;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.annotation.JsonValue;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

import nyc.crime.grid.encoding.Provenance;
import nyc.crime.grid.hotspots.FalseDiscovery;
import nyc.crime.grid.ingest.AreaStore;
import nyc.crime.grid.ingest.Snapshot;

/**
 * How the counts of areas, or of the offences of a place, changed from one period to another, and which of the changes
 * are more than chance.
 *
 * @param dataset such as {@code arrests}
 * @param kind what is compared
 * @param area the place whose offences are compared, such as {@code precinct:75}, or {@code city}; absent for areas
 * @param a the first period
 * @param b the second period
 * @param provenance what the records are
 * @param method the test
 * @param alpha rate of false discoveries among those that are called more than chance
 * @param caveat what to know of the rates; absent where there are none
 * @param elsewhereA placed records of the first period in none of the areas, or not of the place
 * @param elsewhereB placed records of the second period in none of the areas, or not of the place
 * @param areas one each, by name as the kind has them; absent for offences
 * @param offences those with records in either period, by name; absent for areas
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Changes(
        String dataset,
        Kind kind,
        String area,
        Period a,
        Period b,
        @JsonUnwrapped Provenance provenance,
        String method,
        double alpha,
        String caveat,
        int elsewhereA,
        int elsewhereB,
        List<Change> areas,
        List<Change> offences) {

    private static final double ALPHA = 0.05;
    private static final String METHOD =
            PoissonTest.NAME + "; q: Benjamini-Hochberg over all that are listed; more than chance: q <= alpha";

    /** What is compared: the areas of a kind, or offences. */
    @Schema(name = "ChangesKind")
    public enum Kind {
        BOROUGHS,
        PRECINCTS,
        NEIGHBOURHOODS,
        PARKS,
        OFFENCES;

        /** Reads a parameter. */
        public static Kind fromString(String name) {
            return valueOf(name.toUpperCase(Locale.ROOT));
        }

        /** The kind of areas of this name; not for offences. */
        public AreaStore.Kind areas() {
            return AreaStore.Kind.fromString(name());
        }

        /** The name in questions and answers. */
        @JsonValue
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * A range of days.
     *
     * @param from first day
     * @param to last day, inclusive
     */
    @RegisterForReflection
    public record Period(LocalDate from, LocalDate to) {

        /** Its length. */
        public long days() {
            return ChronoUnit.DAYS.between(from, to) + 1;
        }

        /** Whether a day is in it. */
        boolean holds(LocalDate day) {
            return !day.isBefore(from) && !day.isAfter(to);
        }
    }

    /**
     * The change of an area or an offence.
     *
     * @param id as in parameters, {@code precinct:75} or {@code ROBBERY}
     * @param name for people
     * @param a records of the first period
     * @param b records of the second period
     * @param expected what the second period would have at the rate of the first: {@code a}, if they are of one length
     * @param difference {@code b − expected}
     * @param percentage 100 × difference ÷ expected; null where nothing was expected
     * @param p probability of a difference at least as large by chance
     * @param q p after correction for their number
     * @param moreThanChance whether q is at most alpha
     * @param residents people who live in the area; absent where a population file does not say so
     * @param rateA records of the first period per 1,000 residents; absent like these
     * @param rateB records of the second period per 1,000 residents; absent like these
     */
    @RegisterForReflection
    public record Change(
            String id,
            String name,
            int a,
            int b,
            double expected,
            double difference,
            Double percentage,
            double p,
            double q,
            boolean moreThanChance,
            @JsonInclude(JsonInclude.Include.NON_NULL) Integer residents,
            @JsonInclude(JsonInclude.Include.NON_NULL) Double rateA,
            @JsonInclude(JsonInclude.Include.NON_NULL) Double rateB) {}

    /** The changes of areas, once everything is counted. */
    public static Changes ofAreas(
            String dataset,
            Kind kind,
            Period a,
            Period b,
            Snapshot snapshot,
            ChangeCounter counter,
            Population population) {
        String prefix = kind.areas().singular() + ':';
        List<Change> areas = changes(prefix, a, b, counter.counts(), population);
        return of(dataset, kind, null, a, b, snapshot, counter, areas, null);
    }

    /** The changes of the offences of a place, once everything is counted. */
    public static Changes ofOffences(
            String dataset, Place place, Period a, Period b, Snapshot snapshot, ChangeCounter counter) {
        Map<String, int[]> counts = new LinkedHashMap<>(counter.counts());
        // what there was not is not compared: it would only make the correction harder
        counts.values().removeIf(count -> count[0] + count[1] == 0);
        List<Change> offences = changes("", a, b, counts, null);
        return of(dataset, Kind.OFFENCES, place.name(), a, b, snapshot, counter, null, offences);
    }

    private static Changes of(
            String dataset,
            Kind kind,
            String area,
            Period a,
            Period b,
            Snapshot snapshot,
            ChangeCounter counter,
            List<Change> areas,
            List<Change> offences) {
        int[] elsewhere = counter.elsewhere();
        Provenance provenance = Provenance.of(snapshot);
        return new Changes(
                dataset,
                kind,
                area,
                a,
                b,
                provenance,
                METHOD,
                ALPHA,
                areas != null && areas.stream().anyMatch(change -> change.residents() != null)
                        ? Population.CAVEAT
                        : null,
                elsewhere[0],
                elsewhere[1],
                areas,
                offences);
    }

    /**
     * Compares counts.
     *
     * @param prefix of the names in parameters
     * @param counts of both periods by name
     * @param population of areas; null for what has none
     */
    static List<Change> changes(String prefix, Period a, Period b, Map<String, int[]> counts, Population population) {
        double[] p = counts.values().stream()
                .mapToDouble(count -> PoissonTest.p(count[0], a.days(), count[1], b.days()))
                .toArray();
        double[] q = FalseDiscovery.adjust(p);
        List<Change> changes = new ArrayList<>();
        counts.forEach((name, count) -> {
            int i = changes.size();
            Integer residents = population == null ? null : population.of(prefix + name);
            double expected = count[0] * (double) b.days() / a.days();
            double difference = count[1] - expected;
            changes.add(new Change(
                    prefix + name,
                    name,
                    count[0],
                    count[1],
                    expected,
                    difference,
                    expected == 0 ? null : 100 * difference / expected,
                    p[i],
                    q[i],
                    q[i] <= ALPHA,
                    residents,
                    rate(count[0], residents),
                    rate(count[1], residents)));
        });
        return changes;
    }

    private static Double rate(int count, Integer residents) {
        return residents == null ? null : 1000.0 * count / residents;
    }
}
