package nyc.crime.ingest.api;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Year;
import java.time.YearMonth;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import jakarta.enterprise.context.ApplicationScoped;

import nyc.crime.ingest.IngestConfig;
import nyc.crime.ingest.records.Form;
import nyc.crime.ingest.records.MonthKey;

/** Turns the texts of a request into values, or into a problem that names the parameter. */
@ApplicationScoped
class RequestParameters {

    private static final Pattern MONTH = Pattern.compile("\\d{4}-\\d{2}");
    private static final int SHOWN = 60;

    private final IngestConfig config;
    private final Clock clock;

    RequestParameters(IngestConfig config, Clock clock) {
        this.config = config;
        this.clock = clock;
    }

    MonthKey month(String dataset, String text) {
        String known = dataset(dataset);
        YearMonth month = parseMonth(text);
        if (month.isBefore(config.firstMonth()) || month.isAfter(YearMonth.now(clock))) {
            throw Problems.unknown("month", "months from " + config.firstMonth() + " to the current one are served");
        }
        return new MonthKey(known, month);
    }

    /** The months of a year that are served; at least one. */
    List<MonthKey> year(String dataset, int year) {
        String known = dataset(dataset);
        List<MonthKey> months = IntStream.rangeClosed(1, 12)
                .mapToObj(month -> YearMonth.of(year, month))
                .filter(month -> !month.isBefore(config.firstMonth()) && !month.isAfter(YearMonth.now(clock)))
                .map(month -> new MonthKey(known, month))
                .toList();
        if (months.isEmpty()) {
            throw Problems.unknown(
                    "year", "years from " + Year.from(config.firstMonth()) + " to the current one are served");
        }
        return months;
    }

    Form form(Form.Format format, List<String> columns) {
        boolean offence = false;
        boolean precinct = false;
        for (String value : columns) {
            for (String column : value.split(",", -1)) {
                switch (column.trim()) {
                    case "offence" -> offence = true;
                    case "precinct" -> precinct = true;
                    default ->
                        throw Problems.bad(
                                "columns", "no column " + shown(column) + "; there are offence and precinct");
                }
            }
        }
        return new Form(format, offence, precinct);
    }

    private String dataset(String name) {
        if (!config.datasets().containsKey(name)) {
            throw Problems.unknown(
                    "dataset",
                    "no dataset " + shown(name) + "; there are "
                            + String.join(
                                    ", ",
                                    config.datasets().keySet().stream().sorted().toList()));
        }
        return name;
    }

    private static YearMonth parseMonth(String text) {
        if (MONTH.matcher(text).matches()) {
            try {
                return YearMonth.parse(text);
            } catch (DateTimeException e) {
                throw Problems.bad("month", shown(text) + " is no month of the calendar");
            }
        }
        throw Problems.bad("month", shown(text) + " is no month; write it as 2024-03");
    }

    private static String shown(String text) {
        return '"' + (text.length() > SHOWN ? text.substring(0, SHOWN) + "..." : text) + '"';
    }
}
