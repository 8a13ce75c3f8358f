package nyc.crime.grid.heatmap;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class EasingTest {

    /**
     * Computed on their own with numpy: the x polynomial's real root in 0..1 by numpy.roots, put into y, for
     * cubic-bezier(.25,.1,.25,1), (.42,0,1,1), (0,0,.58,1), (.42,0,.58,1).
     */
    @ParameterizedTest
    @CsvSource({
        "LINEAR, 0.3, 0.3",
        "EASE, 0.25, 0.4085107",
        "EASE, 0.5, 0.8024034",
        "EASE_IN, 0.25, 0.0934646",
        "EASE_IN, 0.5, 0.3153568",
        "EASE_OUT, 0.5, 0.6846432",
        "EASE_OUT, 0.75, 0.9065354",
        "EASE_IN_OUT, 0.25, 0.1291619",
        "EASE_IN_OUT, 0.5, 0.5",
        "EASE_IN_OUT, 0.75, 0.8708381"
    })
    void followsTheCssCurves(Easing easing, double x, double y) {
        assertEquals(y, easing.at(x), 1e-6);
    }

    @ParameterizedTest
    @EnumSource
    void goesFromNothingToAllAndNeverBack(Easing easing) {
        assertEquals(0, easing.at(0));
        assertEquals(1, easing.at(1));
        double before = 0;
        for (int i = 1; i <= 1000; i++) {
            double now = easing.at(i / 1000.0);
            assertTrue(now >= before);
            before = now;
        }
    }
}
