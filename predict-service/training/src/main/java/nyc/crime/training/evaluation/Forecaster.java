package nyc.crime.training.evaluation;

import java.util.List;

import nyc.crime.predict.inputs.ModelInputs.Target;

/** Something that forecasts, knowing no day after a target's origin. */
public interface Forecaster {

    /** Its name on the scoreboard. */
    String name();

    /**
     * Expected counts.
     *
     * @param targets days to forecast, all with the same lead
     * @param type an offence's index, or the number of offences for all together
     * @return for each target [rows × cols]
     */
    List<float[]> expected(List<Target> targets, int type);
}
