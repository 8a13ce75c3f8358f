package nyc.crime.predict.forecast;

/**
 * What is forecast: records of one offence of a dataset, or of all that the dataset's forecasts are about.
 *
 * @param dataset {@code complaints} or {@code arrests}
 * @param offence {@code all} or an offence's name
 */
public record Subject(String dataset, String offence) {

    /** All records: of arrests every one, of complaints the offences that are set, which the network knows. */
    public static final String ALL = "all";

    /** The dataset that the network is trained on. */
    public static final String COMPLAINTS = "complaints";

    /** Whether no offence is singled out. */
    public boolean isAll() {
        return offence.equals(ALL);
    }
}
