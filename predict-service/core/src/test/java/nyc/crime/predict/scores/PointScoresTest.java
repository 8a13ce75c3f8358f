package nyc.crime.predict.scores;

import org.junit.jupiter.api.Test;

import nyc.crime.predict.counts.Mask;

import static org.junit.jupiter.api.Assertions.assertEquals;

class PointScoresTest {

    @Test
    void equalHandWorkedValues() {
        PointScores scores = new PointScores();
        scores.add(new int[] {0, 2, 50}, new float[] {0.5f, 1, 0}, new Mask(1, 3, new boolean[] {true, true, false}));
        assertEquals(2, scores.n());
        assertEquals((0.25 + 1) / 2, scores.mse(), 1e-12);
        assertEquals(Math.sqrt(0.625), scores.rmse(), 1e-12);
        assertEquals(0.75, scores.mae(), 1e-12);
        assertEquals((2 * 0.5 + 2 * (2 * Math.log(2) - 1)) / 2, scores.poissonDeviance(), 1e-12);
    }

    @Test
    void anImpossibleRecordCostsMuchButNotEverything() {
        assertEquals(2 * (Math.log(1 / 1e-4) - 1 + 1e-4), PointScores.poissonDeviance(1, 0), 1e-12);
        assertEquals(2e-4, PointScores.poissonDeviance(0, 0), 1e-12);
    }

    @Test
    void partsAddUp() {
        PointScores whole = new PointScores();
        PointScores part = new PointScores();
        whole.add(1, 0.3);
        part.add(0, 0.2);
        whole.add(part);
        assertEquals((0.49 + 0.04) / 2, whole.mse(), 1e-12);
    }
}
