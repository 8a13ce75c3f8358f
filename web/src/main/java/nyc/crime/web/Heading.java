package nyc.crime.web;

import java.time.LocalDate;
import java.time.YearMonth;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.function.Function;
import jakarta.ws.rs.core.MultivaluedMap;

/** What an address of the page is about, in a few words, as the page's own scripts call it. */
final class Heading {

    private static final DateTimeFormatter MONTH = DateTimeFormatter.ofPattern("MMMM uuuu", Locale.ENGLISH);
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMMM uuuu", Locale.ENGLISH);

    private Heading() {}

    /**
     * @param query the address's parameters; what makes no sense in them is left out
     * @return such as {@code Arrests, March 2024 · NYC Crime in Motion}
     */
    static String of(MultivaluedMap<String, String> query, PageCity city) {
        String records = PageCity.capital(dataset(query, city));
        String words = switch (view(query)) {
            case "month" ->
                joined(
                        records,
                        read(
                                query.getFirst("month"),
                                text -> YearMonth.parse(text).format(MONTH)));
            case "year" ->
                joined(
                        records,
                        read(
                                query.getFirst("year"),
                                text -> YearMonth.parse(text + "-01").getYear() + ""));
            case "history" -> records + ", month by month";
            case "compare" -> records + " of two periods";
            case "forecast" ->
                joined(
                        "Forecast",
                        read(
                                query.getFirst("origin"),
                                text -> "days after " + LocalDate.parse(text).format(DAY)));
            case "scoreboard" -> "Scoreboard";
            case "place" -> joined(records, place(query.getFirst("place"), city));
            default -> null;
        };
        return (words == null ? "" : words + " · ") + city.page();
    }

    /**
     * The path below grid-service of a picture of what an address shows, where it names a month or a year.
     *
     * @return such as {@code /v1/grids/arrests/2024-03/preview?smooth=300}; null where it does not
     */
    static String picture(MultivaluedMap<String, String> query, PageCity city) {
        String period = switch (view(query)) {
            case "month" ->
                read(query.getFirst("month"), text -> YearMonth.parse(text).toString());
            case "year" ->
                read(
                        query.getFirst("year"),
                        text -> YearMonth.parse(text + "-01").toString().substring(0, 4));
            default -> null;
        };
        return period == null ? null : "/v1/grids/%s/%s/preview?smooth=300".formatted(dataset(query, city), period);
    }

    /** The dataset that an address names, else the first one. */
    static String dataset(MultivaluedMap<String, String> query, PageCity city) {
        String dataset = query.getFirst("dataset");
        return city.datasets().contains(dataset) ? dataset : city.datasets().get(0);
    }

    /** The name of the view that an address is of. */
    static String view(MultivaluedMap<String, String> query) {
        return query.containsKey("view") ? query.getFirst("view") : query.containsKey("place") ? "place" : "month";
    }

    private static String place(String place, PageCity city) {
        String[] parts = place == null ? new String[0] : place.split(":", 2);
        return parts.length < 2 || place.matches(".*[<>].*")
                ? null
                : parts[0].equals("precinct") ? PageCity.capital(city.precinct()) + " " + parts[1] : parts[1];
    }

    private static String joined(String what, String when) {
        return when == null ? what : what + ", " + when;
    }

    /** A text as its reader writes it; null where there is none, or it makes no sense. */
    static String read(String text, Function<String, String> reader) {
        try {
            return text == null ? null : reader.apply(text);
        } catch (DateTimeParseException makesNoSense) {
            return null;
        }
    }
}
