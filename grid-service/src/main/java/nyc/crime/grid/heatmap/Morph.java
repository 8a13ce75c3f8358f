package nyc.crime.grid.heatmap;

/**
 * A year as a film: each month's own grid is one frame, {@code between} blended frames lead from a month to the next,
 * and the last month stays for {@code hold} more frames before a loop begins again. So a year of m months has
 * {@code m + (m − 1)·between + hold} frames; with the defaults 8 and 6 the twelve months make 106.
 *
 * @param heat the months' grids
 * @param between blended frames between two months
 * @param hold more frames of the last month
 * @param easing how the blend moves from one month to the next: frame j of {@code between} is at easing(j/(between+1))
 */
public record Morph(Heat heat, int between, int hold, Easing easing) {

    /** Number of frames. */
    public int frames() {
        int months = heat.months().size();
        return months + (months - 1) * between + hold;
    }

    /**
     * One frame: interpolated on the exact values, then quantised on the year's scale.
     *
     * @param number 0..frames−1
     * @return rows × cols unsigned bytes
     */
    public byte[] frame(int number) {
        int last = heat.months().size() - 1;
        int month = Math.min(last, number / (between + 1));
        int step = month == last ? 0 : number % (between + 1);
        float t = (float) easing.at((double) step / (between + 1));
        return heat.blended(heat.months().get(month), heat.months().get(Math.min(last, month + 1)), t);
    }
}
