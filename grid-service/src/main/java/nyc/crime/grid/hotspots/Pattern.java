package nyc.crime.grid.hotspots;

import java.util.Locale;

import com.fasterxml.jackson.annotation.JsonValue;

/**
 * The usual classes of emerging hot spots (as in space-time cube analysis). A step is a month; it is hot where the cell
 * is a hot spot in it. For cold spots the same holds the other way round.
 */
public enum Pattern {
    /** Hot in the last step, never before. */
    NEW,
    /** Hot in an unbroken run of at least two steps up to the last, never before it, in less than 90 % of all. */
    CONSECUTIVE,
    /** Hot in at least 90 % of the steps and in the last, and rising. */
    INTENSIFYING,
    /** Hot in at least 90 % of the steps and in the last, without a trend. */
    PERSISTENT,
    /** Hot in at least 90 % of the steps and in the last, and falling. */
    DIMINISHING,
    /** Hot in the last step and off and on before, never cold, in less than 90 %. */
    SPORADIC,
    /** Hot in the last step, cold in one before, in less than 90 %. */
    OSCILLATING,
    /** Hot in at least 90 % of the steps, but not in the last. */
    HISTORICAL,
    /** None of these. */
    NONE;

    private static final int MOST_OF_TEN = 9;

    /** The name in answers. */
    @JsonValue
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * @param hot whether each step is hot, oldest first
     * @param cold whether each step is the opposite
     * @param trend −1 falling, 0 no trend, 1 rising, seen from the hot side
     */
    static Pattern of(boolean[] hot, boolean[] cold, int trend) {
        int steps = hot.length;
        int count = 0;
        boolean everCold = false;
        for (int i = 0; i < steps; i++) {
            count += hot[i] ? 1 : 0;
            everCold |= cold[i];
        }
        boolean mostly = count * 10 >= steps * MOST_OF_TEN;
        if (!hot[steps - 1]) {
            return mostly ? HISTORICAL : NONE;
        }
        if (mostly) {
            return trend > 0 ? INTENSIFYING : trend < 0 ? DIMINISHING : PERSISTENT;
        }
        if (everCold) {
            return OSCILLATING;
        }
        if (count == 1) {
            return NEW;
        }
        int run = 0;
        while (hot[steps - 1 - run]) {
            run++;
        }
        return run == count ? CONSECUTIVE : SPORADIC;
    }
}
