package nyc.crime.web;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.MultivaluedMap;

import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * The services' answers that the page's scripts ask for first: the page names them (rel=preload), so that a browser asks for
 * them while it still fetches the scripts, which saves a visitor far away one or two times of waiting for an answer.
 */
@Singleton
class FirstAnswers {

    private static final List<String> SCORES = List.of("", "/series", "/cells", "/distribution", "/totals");

    private final PageCity city;
    private final String ingest;
    private final String grid;
    private final String predict;

    FirstAnswers(
            PageCity city,
            @ConfigProperty(name = "nyc.web.ingest-url") Optional<String> ingest,
            @ConfigProperty(name = "nyc.web.grid-url") Optional<String> grid,
            @ConfigProperty(name = "nyc.web.predict-url") Optional<String> predict) {
        this.city = city;
        this.ingest = ingest.orElse("");
        this.grid = grid.orElse("");
        this.predict = predict.orElse("");
    }

    /**
     * Their addresses, written as the scripts write them, or they would be asked for twice.
     *
     * @param query the page's parameters; of what makes no sense in them nothing is asked
     */
    List<String> at(MultivaluedMap<String, String> query) {
        Stream<String> ofView = switch (Heading.view(query)) {
            case "month" -> records(query);
            case "year", "history" -> Stream.of(grid + "/v1/georef");
            case "forecast" -> forecast(query);
            case "scoreboard" -> scores(query);
            default -> Stream.of();
        };
        return Stream.concat(
                        Stream.of(ingest + "/v1/datasets", grid + "/v1/areas/" + city.outlineKind() + "?zoom=10"),
                        ofView)
                .toList();
    }

    private Stream<String> records(MultivaluedMap<String, String> query) {
        String month = read(query, "month", YearMonth::parse);
        return Stream.ofNullable(month)
                .map(named -> ingest + "/v1/records/" + Heading.dataset(query, city) + "/" + named
                        + "?columns=offence,precinct");
    }

    private Stream<String> forecast(MultivaluedMap<String, String> query) {
        Stream<String> always = Stream.of(grid + "/v1/georef", predict + "/v1/model");
        if (Stream.of("origin", "start", "by", "model", "lead").anyMatch(query::containsKey)) {
            return always;
        }
        return Stream.concat(always, Stream.of(predict + "/v1/forecasts?days=1&start=today&by=cell"));
    }

    private Stream<String> scores(MultivaluedMap<String, String> query) {
        Stream<String> always = Stream.of(grid + "/v1/georef", predict + "/v1/model");
        String from = read(query, "from", LocalDate::parse);
        String to = read(query, "to", LocalDate::parse);
        return from == null || to == null
                ? always
                : Stream.concat(
                        always,
                        SCORES.stream().map(part -> predict + "/v1/scoreboard" + part + "?from=" + from + "&to=" + to));
    }

    private static String read(MultivaluedMap<String, String> query, String name, Function<String, Object> reader) {
        return Heading.read(query.getFirst(name), text -> reader.apply(text).toString());
    }
}
