package nyc.crime.predict.api;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import jakarta.ws.rs.core.Response.Status;

import io.quarkiverse.resteasy.problem.HttpProblem;

/** Reads query parameters, and says which one is wrong and what it should be. */
final class BadParameter {

    private BadParameter() {}

    /** A problem that names the parameter. */
    static HttpProblem of(int status, String title, String parameter, String detail) {
        return HttpProblem.builder()
                .withStatus(status)
                .withTitle(title)
                .withDetail(detail)
                .with("parameter", parameter)
                .build();
    }

    private static HttpProblem bad(String parameter, String detail) {
        return of(Status.BAD_REQUEST.getStatusCode(), "Bad parameter", parameter, detail);
    }

    static LocalDate date(String parameter, String value, LocalDate otherwise) {
        if (value == null) {
            return otherwise;
        }
        try {
            return LocalDate.parse(value);
        } catch (DateTimeParseException e) {
            throw bad(parameter, parameter + " must be a date such as 2015-08-31");
        }
    }

    static LocalDate requiredDate(String parameter, String value) {
        if (value == null) {
            throw bad(parameter, parameter + " is required, a date such as 2015-08-31");
        }
        return date(parameter, value, null);
    }

    static Integer number(String parameter, String value, int least, int most, Integer otherwise) {
        if (value == null) {
            return otherwise;
        }
        try {
            int number = Integer.parseInt(value);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw bad(parameter, "%s must be a whole number from %d to %d".formatted(parameter, least, most));
    }

    static String choice(String parameter, String value, List<String> choices, String otherwise) {
        if (value == null) {
            return otherwise;
        }
        if (!choices.contains(value)) {
            throw bad(parameter, parameter + " must be one of " + String.join(", ", choices));
        }
        return value;
    }

    /** The window's end, not before its start and not more than a year after it. */
    static void requireWindow(LocalDate from, LocalDate to, int mostDays) {
        long days = to.toEpochDay() - from.toEpochDay() + 1;
        if (days < 1 || days > mostDays) {
            throw bad("to", "to must be 0 to %d days after from".formatted(mostDays - 1));
        }
    }
}
