package nyc.crime.ingest.api;

import java.time.DateTimeException;
import java.time.YearMonth;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;

import nyc.crime.city.CityProfile;
import nyc.crime.http.Problems;
import nyc.crime.ingest.CityCalendar;
import nyc.crime.ingest.IngestConfig;
import nyc.crime.ingest.records.DatasetRanges;
import nyc.crime.ingest.records.Form;
import nyc.crime.ingest.records.Form.Column;
import nyc.crime.ingest.records.MonthKey;
import nyc.crime.ingest.socrata.DatasetFacts.Months;

import static nyc.crime.http.Problems.shown;

/** Turns the texts of a request into values, or into a problem that names the parameter. */
@ApplicationScoped
class RequestParameters {

    private static final Pattern MONTH = Pattern.compile("\\d{4}-\\d{2}");
    private static final Pattern YEAR = Pattern.compile("\\d{4}");

    private final IngestConfig config;
    private final CityProfile city;
    private final CityCalendar calendar;
    private final DatasetRanges ranges;

    RequestParameters(IngestConfig config, CityProfile city, CityCalendar calendar, DatasetRanges ranges) {
        this.config = config;
        this.city = city;
        this.calendar = calendar;
        this.ranges = ranges;
    }

    /** The published months of a period, a month (2024-03) or a year (2024); at least one. */
    Uni<List<MonthKey>> months(String dataset, String period) {
        String known = dataset(dataset);
        List<MonthKey> asked =
                parse(period).stream().map(month -> new MonthKey(known, month)).toList();
        DatasetRanges.Ranges last = ranges.lastKnown(known);
        if (last != null && asked.stream().allMatch(key -> last.facts().holds(key.month()))) {
            return Uni.createFrom().item(asked);
        }
        return ranges.of(known)
                .ifNoItem()
                .after(config.freshness().patience())
                .fail()
                .map(now -> now.facts().published())
                .onFailure()
                // what is kept is served while Socrata cannot say what it holds
                .recoverWithItem(unknown -> new Months(city.firstMonth(), calendar.month()))
                .map(published -> published(asked, period, published));
    }

    private static List<MonthKey> published(List<MonthKey> asked, String period, Months published) {
        if (published == null) {
            throw Problems.notFound("period", period + " is not published; nothing is");
        }
        List<MonthKey> months =
                asked.stream().filter(key -> published.holds(key.month())).toList();
        if (months.isEmpty()) {
            throw Problems.notFound(
                    "period",
                    period + " is not published; months from " + published.first() + " to " + published.last() + " are",
                    published.first(),
                    published.last());
        }
        return months;
    }

    /** The form of a media type with further columns. */
    Form form(String mediaType, List<String> columns, boolean gzip) {
        Set<Column> further = EnumSet.noneOf(Column.class);
        for (String value : columns) {
            for (String column : value.split(",", -1)) {
                further.add(Arrays.stream(Column.values())
                        .filter(known -> known.name().equals(column.trim()))
                        .findFirst()
                        .orElseThrow(() -> Problems.badRequest(
                                "columns",
                                "no column " + shown(column) + "; there are " + Arrays.toString(Column.values()))));
            }
        }
        Form.Format format = Arrays.stream(Form.Format.values())
                .filter(one -> one.mediaType().equals(mediaType))
                .findFirst()
                .orElseThrow();
        return new Form(format, further, gzip);
    }

    /** Refuses hours of a dataset that is known to have none. */
    void checkHours(String dataset, Form form) {
        DatasetRanges.Ranges known = ranges.lastKnown(dataset);
        if (form.columns().contains(Column.hour)
                && known != null
                && !known.facts().isTimed()) {
            Months published = known.facts().published();
            throw Problems.unprocessable(
                    "columns",
                    "the source of " + dataset + " has no times of day",
                    published.first(),
                    published.last());
        }
    }

    private String dataset(String name) {
        if (!city.datasets().containsKey(name)) {
            throw Problems.notFound(
                    "dataset",
                    "no dataset " + shown(name) + "; there are "
                            + String.join(
                                    ", ",
                                    city.datasets().keySet().stream().sorted().toList()));
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
