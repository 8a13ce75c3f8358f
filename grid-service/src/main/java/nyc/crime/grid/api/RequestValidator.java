package nyc.crime.grid.api;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.Year;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import org.apache.commons.text.similarity.JaroWinklerSimilarity;

import nyc.crime.city.CityProfile;
import nyc.crime.grid.areas.Areas.Area;
import nyc.crime.grid.heatmap.Filter;
import nyc.crime.grid.ingest.AreaStore;
import nyc.crime.grid.ingest.Category;
import nyc.crime.grid.ingest.Datasets.Offence;
import nyc.crime.grid.ingest.IngestProblem;
import nyc.crime.grid.ingest.Publication;
import nyc.crime.grid.ingest.RecordStore;
import nyc.crime.grid.series.Division;
import nyc.crime.grid.series.Place;
import nyc.crime.http.Problems;

/** Checks what types and bounds of parameters do not say. What is wrong becomes a problem that names the parameter. */
@ApplicationScoped
class RequestValidator {

    /** Most offences in one question. */
    static final int MOST_OFFENCES = 16;

    private static final Duration SOON = Duration.ofSeconds(5);
    private static final int MOST_YEARS = 5;
    private static final int LONGEST_OFFENCE = 100;
    private static final int NEAREST = 3;
    private static final Pattern DATASET = Pattern.compile("[a-z][a-z0-9-]{0,31}");
    private static final Pattern YEAR = Pattern.compile("\\d{4}");
    private static final Pattern MONTH = Pattern.compile("\\d{4}-\\d{2}");
    private static final JaroWinklerSimilarity SIMILARITY = new JaroWinklerSimilarity();

    private final RecordStore records;
    private final AreaStore areas;
    private final List<Category> categories;

    RequestValidator(RecordStore records, AreaStore areas, CityProfile city) {
        categories = Category.of(city);
        this.records = records;
        this.areas = areas;
    }

    static String dataset(String raw) {
        if (!DATASET.matcher(raw).matches()) {
            throw Problems.notFound("dataset", "there is no dataset " + Problems.shown(raw));
        }
        return raw;
    }

    /** A month, or a year: then the month is null. */
    record Period(Year year, YearMonth month) {

        static Period of(String raw) {
            return YEAR.matcher(raw).matches()
                    ? new Period(Year.parse(raw), null)
                    : of(RequestValidator.month("period", raw, " or a year such as 2015"));
        }

        private static Period of(YearMonth month) {
            return new Period(Year.of(month.getYear()), month);
        }

        @Override
        public String toString() {
            return month == null ? year.toString() : month.toString();
        }
    }

    static Period year(String raw) {
        Period period = Period.of(raw);
        if (period.month() != null) {
            throw Problems.badRequest("period", "period must be a year such as 2015, not " + Problems.shown(raw));
        }
        return period;
    }

    static YearMonth month(String parameter, String raw) {
        return month(parameter, raw, "");
    }

    private static YearMonth month(String parameter, String raw, String or) {
        try {
            if (MONTH.matcher(raw).matches()) {
                return YearMonth.parse(raw);
            }
        } catch (DateTimeException e) {
            // answered below
        }
        throw Problems.badRequest(
                parameter, parameter + " must be a month such as 2015-08" + or + ", not " + Problems.shown(raw));
    }

    /** Days of a dataset, both inclusive. */
    record Range(String dataset, LocalDate from, LocalDate to) {

        Range {
            RequestValidator.dataset(dataset);
            if (to.isBefore(from)) {
                throw Problems.badRequest("to", "to must not be before from");
            }
        }

        /** This range, if it is short enough for daily counts of every cell. */
        Range ofFewYears() {
            if (!to.isBefore(from.plusYears(MOST_YEARS))) {
                throw Problems.badRequest("to", "to must be less than " + MOST_YEARS + " years after from");
            }
            return this;
        }

        /** Its months, in order. */
        List<YearMonth> months() {
            return Stream.iterate(firstMonth(), month -> !month.isAfter(lastMonth()), month -> month.plusMonths(1))
                    .toList();
        }

        /** How many these are. */
        long size() {
            return ChronoUnit.MONTHS.between(firstMonth(), lastMonth()) + 1;
        }

        YearMonth firstMonth() {
            return YearMonth.from(from);
        }

        YearMonth lastMonth() {
            return YearMonth.from(to);
        }

        /** Days before the first and after the last published one are not known: they would be zeros that nobody counted. */
        void require(Publication of) {
            boolean early = of.first() != null && from.isBefore(of.first());
            if (early || of.through() != null && to.isAfter(of.through())) {
                throw Problems.unprocessable(
                        early ? "from" : "to",
                        "only part of " + from + " to " + to + " is published",
                        of.first() == null ? from : of.first(),
                        of.through());
            }
        }

        /** A period that is not there is no fault of the path: the question is well-formed, but cannot be answered. */
        Throwable unprocessable(Throwable e) {
            if (!(e instanceof IngestProblem problem)
                    || problem.passing()
                    || problem.details().first() == null) {
                return e;
            }
            String first = problem.details().first();
            return Problems.unprocessable(
                    firstMonth().toString().compareTo(first) < 0 ? "from" : "to",
                    e.getMessage(),
                    first,
                    problem.details().last());
        }
    }

    /** What is published of a dataset; fails if that cannot be said now. */
    Uni<Publication> publication(String dataset) {
        return records.publication(RequestValidator.dataset(dataset)).invoke(of -> {
            if (!of.isKnown()) {
                throw Problems.passing(503, "what is published of " + dataset + " is not known now", SOON);
            }
        });
    }

    /**
     * An area of the form {@code kind:id}, or the city if there is none.
     *
     * @param raw such as {@code precinct:75}, or null
     */
    Uni<Place> place(String raw) {
        if (raw == null) {
            return Uni.createFrom().item(Place.CITY);
        }
        AreaStore.Kind kind = areas.kinds().stream()
                .filter(known -> raw.startsWith(known.singular() + ':'))
                .findFirst()
                .orElseThrow(() -> Problems.badRequest(
                        "area",
                        "area must be one of "
                                + areas.kinds().stream()
                                        .map(known -> known.singular() + ":ID")
                                        .toList()
                                + ", not " + Problems.shown(raw)));
        String id = raw.substring(kind.singular().length() + 1);
        return areas.areas(kind).map(known -> {
            List<Area> all = known.areas().areas();
            int number = IntStream.range(0, all.size())
                    .filter(i -> all.get(i).name().equalsIgnoreCase(id))
                    .findFirst()
                    .orElseThrow(() ->
                            Problems.notFound("area", "there is no " + kind.singular() + " " + Problems.shown(id)));
            String name = kind.singular() + ':' + all.get(number).name();
            return new Place(name, Division.of(kind, known), number);
        });
    }

    /** Refuses months outside of what is published, or the wrong way round. */
    static void published(Publication of, YearMonth from, YearMonth to) {
        boolean early = from.isBefore(of.firstMonth());
        if (early || to.isAfter(of.lastMonth())) {
            throw Problems.unprocessable(
                    early ? "from" : "to",
                    "only part of " + from + " to " + to + " is published",
                    of.firstMonth(),
                    of.lastMonth());
        }
        if (to.isBefore(from)) {
            throw Problems.badRequest("to", "to must not be before from");
        }
    }

    /** The records of these categories and offences. */
    Uni<Filter> filter(String dataset, List<String> names, List<String> offences) {
        Set<Category> distinct = names.stream().map(this::category).collect(Collectors.toCollection(TreeSet::new));
        if (distinct.size() < names.size()) {
            throw Problems.badRequest("category", "category may not be given twice with the same name");
        }
        return offences(dataset, offences).map(named -> new Filter(distinct, named));
    }

    private Category category(String name) {
        return categories.stream()
                .filter(category -> category.name().equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() -> Problems.badRequest(
                        "category", "category must be one of " + categories + ", not " + Problems.shown(name)));
    }

    /** The city's categories. */
    List<Category> categories() {
        return categories;
    }

    /**
     * The offences of these names. Where the dataset's offences are not known, every name is accepted.
     *
     * @throws io.quarkiverse.resteasy.problem.HttpProblem (as the failure) if the dataset never had one of them
     */
    Uni<List<Offence>> offences(String dataset, List<String> names) {
        if (names.isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        if (names.size() > MOST_OFFENCES) {
            throw Problems.badRequest("offence", "offence may be given at most " + MOST_OFFENCES + " times");
        }
        return records.datasets()
                .map(datasets -> datasets.offences(dataset))
                .onFailure(IngestProblem.class)
                .recoverWithItem(List.of())
                .map(known -> names.stream().map(name -> offence(known, name)).toList())
                .invoke(offences -> {
                    if (new HashSet<>(offences).size() < offences.size()) {
                        throw Problems.badRequest("offence", "offence may not be given twice with the same name");
                    }
                });
    }

    private static Offence offence(List<Offence> known, String name) {
        if (name.isBlank() || name.length() > LONGEST_OFFENCE) {
            throw Problems.badRequest("offence", "offence must have 1 to " + LONGEST_OFFENCE + " characters");
        }
        if (known.isEmpty()) {
            return new Offence(name.strip().toUpperCase(Locale.ROOT), List.of());
        }
        return known.stream()
                .filter(offence -> offence.is(name))
                .findFirst()
                .orElseThrow(() -> Problems.badRequest(
                        "offence", "offence " + Problems.shown(name) + " is none of this dataset", near(known, name)));
    }

    private static List<String> near(List<Offence> known, String name) {
        String wanted = name.strip().toUpperCase(Locale.ROOT);
        return known.stream()
                .map(Offence::name)
                .sorted(Comparator.comparing((String other) -> !other.contains(wanted))
                        .thenComparing(other -> -SIMILARITY.apply(wanted, other)))
                .limit(NEAREST)
                .toList();
    }
}
