package nyc.crime.training;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import nyc.crime.predict.baseline.Season;
import nyc.crime.predict.counts.DailyCounts;
import nyc.crime.predict.inputs.ModelInputs;
import nyc.crime.predict.inputs.ModelInputs.Target;
import nyc.crime.training.data.GridData;
import nyc.crime.training.run.Samples;
import nyc.crime.training.run.Tuning;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class SamplesTest {

    private final GridData data = SmallCity.data(1);
    private final Samples samples = SmallCity.samples(data);

    @Test
    void anEpochHoldsEveryTrainingDayOnceAndNoOther() {
        List<LocalDate> days = samples.epoch(3, 1, ModelInputs.MAX_LEAD).stream()
                .map(Target::day)
                .sorted()
                .toList();
        assertEquals(samples.firstTarget().datesUntil(SmallCity.VALIDATE_FROM).toList(), days);
    }

    @Test
    void noTrainingBatchSeesAValidationDay() {
        GridData other = SmallCity.data(2);
        short[] values = other.counts().values();
        int known = (int) ChronoUnit.DAYS.between(SmallCity.FIRST, SmallCity.VALIDATE_FROM)
                * data.counts().width();
        System.arraycopy(data.counts().values(), 0, values, 0, known);
        Samples otherFuture = SmallCity.samples(other);
        var specs = ModelInputs.specs(SmallCity.ROWS, SmallCity.COLS, 2);
        for (int epoch = 1; epoch <= 3; epoch++) {
            List<Target> targets = samples.epoch(5, epoch, ModelInputs.MAX_LEAD);
            assertEquals(targets, otherFuture.epoch(5, epoch, ModelInputs.MAX_LEAD));
            Map<String, float[]> one = samples.inputs(specs, targets);
            Map<String, float[]> two = otherFuture.inputs(specs, targets);
            one.forEach((name, numbers) -> assertArrayEquals(numbers, two.get(name), name));
            assertArrayEquals(samples.actual(targets), otherFuture.actual(targets));
        }
        assertFalse(
                Arrays.equals(samples.actual(samples.validation(1)), otherFuture.actual(otherFuture.validation(1))));
    }

    @Test
    void everyLeadIsLearntAndFarOnesOnlyWhereTheSeasonIsKnown() {
        int days = 800;
        DailyCounts counts = new DailyCounts(
                SmallCity.FIRST,
                days,
                SmallCity.ROWS,
                SmallCity.COLS,
                List.of("ROBBERY"),
                new short[days * SmallCity.ROWS * SmallCity.COLS]);
        Samples counted = new Samples(counts, data.mask(), data.holidays(), counts.last(), counts.last());
        var many = new HashSet<Integer>();
        for (int epoch = 0; epoch < 60; epoch++) {
            for (Target target : counted.epoch(1, epoch, ModelInputs.MAX_LEAD)) {
                many.add(target.lead());
                assertTrue(target.lead() <= 14 || Season.isKnown(counts.day(target.origin())), target::toString);
            }
        }
        assertEquals(ModelInputs.MAX_LEAD, many.size());
        assertTrue(samples.epoch(1, 1, 7).stream().allMatch(target -> target.lead() >= 1 && target.lead() <= 7));
    }

    @Test
    void theSeedDecidesTheOrder() {
        assertEquals(samples.epoch(1, 1, ModelInputs.MAX_LEAD), samples.epoch(1, 1, ModelInputs.MAX_LEAD));
        assertNotEquals(samples.epoch(1, 1, ModelInputs.MAX_LEAD), samples.epoch(2, 1, ModelInputs.MAX_LEAD));
        assertNotEquals(samples.epoch(1, 1, ModelInputs.MAX_LEAD), samples.epoch(1, 2, ModelInputs.MAX_LEAD));
    }

    @Test
    void aSplitWithoutDaysIsRefused() {
        DailyCounts counts = data.counts();
        for (LocalDate from :
                List.of(SmallCity.FIRST.plusDays(90), counts.last().plusDays(1))) {
            assertThrows(
                    IllegalArgumentException.class,
                    () -> new Samples(counts, data.mask(), data.holidays(), from, counts.last()));
        }
    }

    @Test
    void tuningNeverReachesTheValidationDays() {
        LocalDate before = LocalDate.of(2015, 7, 1);
        List<Tuning.Fold> folds = new Tuning(data, before, 3, 30, null).folds();
        assertEquals(3, folds.size());
        assertEquals(before.minusDays(1), folds.get(2).to());
        for (int i = 1; i < folds.size(); i++) {
            assertEquals(folds.get(i - 1).to().plusDays(1), folds.get(i).from());
        }
    }
}
