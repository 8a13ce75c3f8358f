package nyc.crime.grid.series;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.quarkus.runtime.annotations.RegisterForReflection;

import nyc.crime.grid.encoding.Provenance;
import nyc.crime.grid.hotspots.FalseDiscovery;
import nyc.crime.grid.ingest.Snapshot;

/**
 * How the counts of areas changed from one period to another, and which of the changes are more than chance.
 *
 * @param dataset such as {@code arrests}
 * @param kind of the areas
 * @param a the first period
 * @param b the second period
 * @param provenance what the records are
 * @param method the test
 * @param alpha rate of false discoveries among those that are called more than chance
 * @param elsewhereA placed records of the first period in none of the areas
 * @param elsewhereB placed records of the second period in none of the areas
 * @param areas one each, by name as the kind has them
 */
@RegisterForReflection
public record Changes(
        String dataset,
        String kind,
        Period a,
        Period b,
        @JsonUnwrapped Provenance provenance,
        String method,
        double alpha,
        int elsewhereA,
        int elsewhereB,
        List<Change> areas) {

    private static final double ALPHA = 0.05;
    private static final String METHOD =
            PoissonTest.NAME + "; q: Benjamini-Hochberg over all areas of the kind; more than chance: q <= alpha";

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
     * The change of an area.
     *
     * @param id as in parameters
     * @param name for people
     * @param a records of the first period
     * @param b records of the second period
     * @param expected what the second period would have at the rate of the first: {@code a}, if they are of one length
     * @param difference {@code b − expected}
     * @param percentage 100 × difference ÷ expected; null where nothing was expected
     * @param p probability of a difference at least as large by chance
     * @param q p after correction for the number of areas
     * @param moreThanChance whether q is at most alpha
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
            boolean moreThanChance) {}

    /**
     * Compares counts.
     *
     * @param ids names of the areas
     * @param countsA records of the first period by area, then those in none
     * @param countsB records of the second period, likewise
     */
    public static Changes of(
            String dataset,
            String kind,
            String singular,
            Period a,
            Period b,
            Snapshot snapshot,
            List<String> ids,
            int[] countsA,
            int[] countsB) {
        double[] p = new double[ids.size()];
        for (int i = 0; i < p.length; i++) {
            p[i] = PoissonTest.p(countsA[i], a.days(), countsB[i], b.days());
        }
        double[] q = FalseDiscovery.adjust(p);
        List<Change> areas = new ArrayList<>();
        for (int i = 0; i < p.length; i++) {
            double expected = countsA[i] * (double) b.days() / a.days();
            double difference = countsB[i] - expected;
            areas.add(new Change(
                    singular + ':' + ids.get(i),
                    ids.get(i),
                    countsA[i],
                    countsB[i],
                    expected,
                    difference,
                    expected == 0 ? null : 100 * difference / expected,
                    p[i],
                    q[i],
                    q[i] <= ALPHA));
        }
        return new Changes(
                dataset,
                kind,
                a,
                b,
                Provenance.of(snapshot),
                METHOD,
                ALPHA,
                countsA[ids.size()],
                countsB[ids.size()],
                areas);
    }
}
