package nyc.crime.ingest.api;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.YearMonth;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import jakarta.enterprise.context.ApplicationScoped;

import nyc.crime.ingest.IngestConfig;
import nyc.crime.ingest.http.Problems;
import nyc.crime.ingest.records.Form;
import nyc.crime.ingest.records.MonthKey;

import static nyc.crime.ingest.http.Problems.shown;

/** Turns the texts of a request into values, or into a problem that names the parameter. */
@ApplicationScoped
class RequestParameters {

    private static final Pattern MONTH = Pattern.compile("\\d{4}-\\d{2}");
    private static final Pattern YEAR = Pattern.compile("\\d{4}");

    private final IngestConfig config;
    private final Clock clock;

    RequestParameters(IngestConfig config, Clock clock) {
        this.config = config;
        this.clock = clock;
    }

    /** The months of a period, a month (2024-03) or a year (2024), that are served; at least one. */
    List<MonthKey> months(String dataset, String period) {
        String known = dataset(dataset);
        List<YearMonth> months = parse(period);
        YearMonth last = YearMonth.now(clock);
        List<MonthKey> served = months.stream()
                .filter(month -> !month.isBefore(config.firstMonth()) && !month.isAfter(last))
                .map(month -> new MonthKey(known, month))
                .toList();
        if (served.isEmpty()) {
            throw Problems.notFound(
                    "period",
                    period + " is not served; months from " + config.firstMonth() + " to " + last + " are",
                    config.firstMonth(),
                    last);
        }
        return served;
    }

    /** The form of a media type with further columns. */
    Form form(String mediaType, List<String> columns) {
        boolean offence = false;
        boolean precinct = false;
        for (String value : columns) {
            for (String column : value.split(",", -1)) {
                switch (column.trim()) {
                    case "offence" -> offence = true;
                    case "precinct" -> precinct = true;
                    default ->
                        throw Problems.badRequest(
                                "columns", "no column " + shown(column) + "; there are offence and precinct");
                }
            }
        }
        Form.Format format = Arrays.stream(Form.Format.values())
                .filter(one -> one.mediaType().equals(mediaType))
                .findFirst()
                .orElseThrow();
        return new Form(format, offence, precinct);
    }

    private String dataset(String name) {
        if (!config.datasets().containsKey(name)) {
            throw Problems.notFound(
                    "dataset",
                    "no dataset " + shown(name) + "; there are "
                            + String.join(
                                    ", ",
                                    config.datasets().keySet().stream().sorted().toList()));
        }
        return name;
    }

    private static List<YearMonth> parse(String period) {
        if (YEAR.matcher(period).matches()) {
            return IntStream.rangeClosed(1, 12)
                    .mapToObj(month -> YearMonth.of(Integer.parseInt(period), month))
                    .toList();
        }
        if (MONTH.matcher(period).matches()) {
            try {
                return List.of(YearMonth.parse(period));
            } catch (DateTimeException e) {
                throw Problems.badRequest("period", shown(period) + " is no month of the calendar");
            }
        }
        throw Problems.badRequest("period", shown(period) + " is no period; write a month as 2024-03, a year as 2024");
    }
}
