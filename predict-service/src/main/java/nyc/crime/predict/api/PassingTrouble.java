package nyc.crime.predict.api;

import java.util.logging.Filter;
import java.util.logging.Level;
import java.util.logging.LogRecord;

import io.quarkiverse.resteasy.problem.HttpProblem;
import io.quarkus.logging.LoggingFilter;

/** A refusal that names a time to come back is no error of this service: it is told in one line, without a stack. */
@LoggingFilter(name = "passing-trouble")
public final class PassingTrouble implements Filter {

    @Override
    public boolean isLoggable(LogRecord record) {
        if (record.getThrown() instanceof HttpProblem problem && problem.getStatusCode() > INTERNAL) {
            record.setLevel(Level.INFO);
            record.setThrown(null);
        }
        return true;
    }

    private static final int INTERNAL = 500;
}
