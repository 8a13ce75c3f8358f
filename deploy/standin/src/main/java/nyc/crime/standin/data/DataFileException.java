package nyc.crime.standin.data;

import java.nio.file.Path;

/** A file that cannot be served; the message names the file, and the line and column where there are any. */
public final class DataFileException extends RuntimeException {

    DataFileException(Path file, String problem) {
        super(file.getFileName() + ": " + problem);
    }

    DataFileException(Path file, long line, String problem) {
        this(file, "line " + line + ": " + problem);
    }

    DataFileException(String message) {
        super(message);
    }
}
