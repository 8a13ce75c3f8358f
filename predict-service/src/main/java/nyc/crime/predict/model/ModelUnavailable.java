package nyc.crime.predict.model;

/** The network cannot answer; the baselines can. */
public class ModelUnavailable extends RuntimeException {

    private final boolean passing;

    /**
     * @param passing whether it is worth asking again soon
     */
    public ModelUnavailable(String message, boolean passing) {
        super(message);
        this.passing = passing;
    }

    /** Others are before this caller for too long. */
    public static ModelUnavailable busy() {
        return new ModelUnavailable("too many forecasts are being computed", true);
    }

    /** Whether it is worth asking again soon. */
    public boolean isPassing() {
        return passing;
    }
}
