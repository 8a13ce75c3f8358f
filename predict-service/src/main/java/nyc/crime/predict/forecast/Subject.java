package nyc.crime.predict.forecast;

/**
 * What is forecast: records of one offence of a dataset, or of all that the dataset's forecasts are about.
 *
 * @param dataset such as {@code complaints}
 * @param offence {@code all} or an offence's name
 */
public record Subject(String dataset, String offence) {

    /** All records: of the city's forecast dataset the offences of its profile, of another one every record. */
    public static final String ALL = "all";

    /** Whether no offence is singled out. */
    public boolean isAll() {
        return offence.equals(ALL);
    }
}
