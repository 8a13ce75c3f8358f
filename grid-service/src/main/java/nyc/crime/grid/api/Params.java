package nyc.crime.grid.api;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.Year;
import java.time.YearMonth;
import java.util.List;
import java.util.regex.Pattern;
import jakarta.ws.rs.core.Response;

import io.quarkiverse.resteasy.problem.HttpProblem;

import nyc.crime.grid.heatmap.Filter;
import nyc.crime.grid.ingest.RecordMonth;

/** Reads request parameters. What is wrong becomes a problem that names the parameter. */
final class Params {

    private static final Pattern DATASET = Pattern.compile("[a-z][a-z0-9-]{0,31}");
    private static final int LONGEST_OFFENCE = 100;

    private Params() {}

    static HttpProblem bad(String parameter, String detail) {
        return problem(Response.Status.BAD_REQUEST, parameter, detail);
    }

    static HttpProblem notFound(String parameter, String detail) {
        return problem(Response.Status.NOT_FOUND, parameter, detail);
    }

    private static HttpProblem problem(Response.Status status, String parameter, String detail) {
        return HttpProblem.builder()
                .withStatus(status)
                .withTitle(status.getReasonPhrase())
                .withDetail(parameter + ": " + detail)
                .with("parameter", parameter)
                .build();
    }

    static String dataset(String raw) {
        if (!DATASET.matcher(raw).matches()) {
            throw notFound("dataset", "there is no such dataset");
        }
        return raw;
    }

    static boolean isYear(String period) {
        return period.matches("\\d{4}");
    }

    static YearMonth month(String name, String raw) {
        try {
            return YearMonth.parse(raw);
        } catch (DateTimeException e) {
            throw bad(name, "must be a month as YYYY-MM" + ("period".equals(name) ? " or a year as YYYY" : ""));
        }
    }

    static Year year(String name, String raw) {
        if (!isYear(raw)) {
            throw bad(name, "must be a year as YYYY");
        }
        return Year.parse(raw);
    }

    static LocalDate date(String name, String raw) {
        if (raw == null) {
            throw bad(name, "must be given, a date as YYYY-MM-DD");
        }
        try {
            return LocalDate.parse(raw);
        } catch (DateTimeException e) {
            throw bad(name, "must be a date as YYYY-MM-DD");
        }
    }

    static int integer(String name, String raw, int otherwise, int min, int max) {
        if (raw == null) {
            return otherwise;
        }
        try {
            int value = Integer.parseInt(raw);
            if (value >= min && value <= max) {
                return value;
            }
        } catch (NumberFormatException e) {
            // answered below
        }
        throw bad(name, "must be a whole number from " + min + " to " + max);
    }

    /** A number, 0 where it is not given. */
    static double number(String name, String raw, double max) {
        if (raw == null) {
            return 0;
        }
        try {
            double value = Double.parseDouble(raw);
            if (value >= 0 && value <= max) {
                return value + 0.0;
            }
        } catch (NumberFormatException e) {
            // answered below
        }
        throw bad(name, "must be a number from 0 to " + max);
    }

    static Filter filter(String category, String offence) {
        int number = -1;
        if (category != null) {
            number = RecordMonth.CATEGORIES.indexOf(category);
            if (number < 0) {
                throw bad("category", "must be one of " + String.join(", ", RecordMonth.CATEGORIES));
            }
        }
        if (offence != null) {
            offence(offence);
        }
        return new Filter(number, offence);
    }

    private static void offence(String name) {
        if (name.length() > LONGEST_OFFENCE) {
            throw bad("offence", "must have at most " + LONGEST_OFFENCE + " characters");
        }
    }

    static List<String> offences(List<String> names, int most) {
        if (names.size() > most) {
            throw bad("offence", "may be given at most " + most + " times");
        }
        if (names.stream().distinct().count() < names.size()) {
            throw bad("offence", "may not be given twice with the same name");
        }
        names.forEach(Params::offence);
        return names;
    }
}
