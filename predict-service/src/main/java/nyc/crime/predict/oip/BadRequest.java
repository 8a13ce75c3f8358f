package nyc.crime.predict.oip;

/** A request that is not as the protocol or the model wants it. */
class BadRequest extends RuntimeException {

    BadRequest(String message) {
        super(message);
    }
}
