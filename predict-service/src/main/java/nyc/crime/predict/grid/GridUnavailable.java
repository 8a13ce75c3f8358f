package nyc.crime.predict.grid;

/** grid-service does not give what is needed, and nothing is kept that could stand in for it. */
public class GridUnavailable extends RuntimeException {

    GridUnavailable(String message, Throwable cause) {
        super(message, cause);
    }
}
