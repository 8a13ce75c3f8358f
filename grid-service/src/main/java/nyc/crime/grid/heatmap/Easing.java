package nyc.crime.grid.heatmap;

import java.util.Locale;

import com.fasterxml.jackson.annotation.JsonValue;

/**
 * The easings of CSS, as the cubic Bézier curves that CSS Easing Functions Level 1 names: through (0,0) and (1,1) with
 * the control points (x1,y1), (x2,y2). {@code ease-in-out} is cubic-bezier(0.42, 0, 0.58, 1).
 */
public enum Easing {
    LINEAR(0, 0, 1, 1),
    EASE(0.25, 0.1, 0.25, 1),
    EASE_IN(0.42, 0, 1, 1),
    EASE_OUT(0, 0, 0.58, 1),
    EASE_IN_OUT(0.42, 0, 0.58, 1);

    private final double x1;
    private final double y1;
    private final double x2;
    private final double y2;

    Easing(double x1, double y1, double x2, double y2) {
        this.x1 = x1;
        this.y1 = y1;
        this.x2 = x2;
        this.y2 = y2;
    }

    /** Reads a name as CSS has it. */
    public static Easing fromString(String css) {
        return valueOf(css.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    /** The name as CSS has it. */
    @JsonValue
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * How far the change has come.
     *
     * @param x share of the time that is over, 0..1
     * @return 0 at 0, 1 at 1
     */
    public double at(double x) {
        if (this == LINEAR || x <= 0 || x >= 1) {
            return Math.max(0, Math.min(1, x));
        }
        double low = 0;
        double high = 1;
        for (int i = 0; i < 52; i++) {
            double middle = (low + high) / 2;
            if (bezier(middle, x1, x2) < x) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return bezier(high, y1, y2);
    }

    private static double bezier(double s, double p1, double p2) {
        double r = 1 - s;
        return 3 * r * r * s * p1 + 3 * r * s * s * p2 + s * s * s;
    }
}
