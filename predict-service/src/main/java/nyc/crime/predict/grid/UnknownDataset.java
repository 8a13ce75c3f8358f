package nyc.crime.predict.grid;

/** There is no dataset of this name. */
public class UnknownDataset extends RuntimeException {

    UnknownDataset(String dataset) {
        super("There is no dataset " + dataset);
    }
}
