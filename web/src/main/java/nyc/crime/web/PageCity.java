package nyc.crime.web;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jakarta.inject.Singleton;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.qute.TemplateData;
import io.quarkus.runtime.annotations.RegisterForReflection;

import nyc.crime.city.CityProfile;

/** What the page needs of the city's profile: words for its text, and JSON for its scripts (data/city.js). */
@Singleton
@TemplateData
public class PageCity {

    private static final String PRECINCTS = "precincts";
    private static final String NEIGHBOURHOODS = "neighbourhoods";

    private final CityProfile profile;
    private final String json;

    PageCity(CityProfile profile, ObjectMapper json) throws JsonProcessingException {
        this.profile = profile;
        CityProfile.Bounds bounds = profile.outlines().bounds();
        this.json = json.writeValueAsString(new Settings(
                page(),
                profile.publisher().name(),
                profile.categoryNames(),
                datasets(),
                profile.forecast().dataset(),
                profile.areas().entrySet().stream()
                        .collect(Collectors.toMap(
                                Map.Entry::getKey,
                                area -> new Words(
                                        area.getValue().word(), area.getValue().words()))),
                outlineKind(),
                new double[][] {{bounds.south(), bounds.west()}, {bounds.north(), bounds.east()}},
                profile.labels().stream()
                        .map(label -> new Object[] {label.name(), label.lat(), label.lon()})
                        .toList()));
    }

    @RegisterForReflection
    record Words(String word, String words) {}

    /**
     * What the scripts know of the city.
     *
     * @param page what the page is called
     * @param owner whose data they are
     * @param datasets their names, the first one first
     * @param forecast the dataset whose offences are forecast
     * @param areas words by kind of areas
     * @param outlines the kind of areas that is drawn as the city
     * @param bounds south-western and north-eastern corner, latitude before longitude
     * @param labels name, latitude, longitude
     */
    @RegisterForReflection
    record Settings(
            String page,
            String owner,
            List<String> categories,
            List<String> datasets,
            String forecast,
            Map<String, Words> areas,
            String outlines,
            double[][] bounds,
            List<Object[]> labels) {}

    /** What the page is called. */
    public String page() {
        return profile.title() + " Crime in Motion";
    }

    /** The kind of areas that is drawn as the city. */
    String outlineKind() {
        return profile.outlines().kind().orElse("boroughs");
    }

    /** The datasets' names, the first one first. */
    public List<String> datasets() {
        return Stream.concat(
                        Stream.of(profile.firstDataset()),
                        profile.datasets().keySet().stream().sorted())
                .distinct()
                .toList();
    }

    /** A word that begins a sentence. */
    static String capital(String word) {
        return Character.toUpperCase(word.charAt(0)) + word.substring(1);
    }

    /** The city's name. */
    public String name() {
        return profile.name();
    }

    /** What is shown, as the beginning of a sentence. */
    public String records() {
        return profile.publisher().records();
    }

    /** Whose data they are. */
    public String owner() {
        return profile.publisher().name();
    }

    /** The owner's page for people. */
    public String portal() {
        return profile.publisher().page().toString();
    }

    /** Whose records they are. */
    public String police() {
        return profile.publisher().police();
    }

    /** Whose outlines are drawn. */
    public String outlines() {
        return profile.outlines().attribution();
    }

    /** What the scripts know of the city. */
    public String json() {
        return json;
    }

    /** A choice of the page: its value and its text. */
    @TemplateData
    public record Choice(String value, String text) {}

    /** The datasets to choose from. */
    public List<Choice> datasetChoices() {
        return datasets().stream().map(name -> new Choice(name, capital(name))).toList();
    }

    /** The kinds of places to choose from. */
    public List<Choice> placeChoices() {
        return Stream.of(PRECINCTS, NEIGHBOURHOODS, "boroughs")
                .filter(profile.areas()::containsKey)
                .map(kind -> new Choice(
                        kind.substring(0, kind.length() - 1),
                        capital(profile.areas().get(kind).words())))
                .toList();
    }

    /** The kinds of areas to compare. */
    public List<Choice> kindChoices() {
        return Stream.of(PRECINCTS, NEIGHBOURHOODS)
                .filter(profile.areas()::containsKey)
                .map(kind -> new Choice(kind, capital(profile.areas().get(kind).words())))
                .toList();
    }

    /** What a precinct is called. */
    public String precinct() {
        return profile.areas().get(PRECINCTS).word();
    }

    /** What a place is, such as "neighbourhood or precinct". */
    public String place() {
        return Stream.of(NEIGHBOURHOODS, PRECINCTS)
                .filter(profile.areas()::containsKey)
                .map(kind -> profile.areas().get(kind).word())
                .collect(Collectors.joining(" or "));
    }

    /** The same, where it begins a sentence. */
    public String placeFirst() {
        return capital(place());
    }

    /** How many categories there are. */
    public int categories() {
        return profile.categories().size();
    }

    /** Their names. */
    public String categoryNames() {
        return String.join(", ", profile.categoryNames());
    }

    /** Whether it shows arrests. */
    public boolean hasArrests() {
        return profile.datasets().containsKey("arrests");
    }
}
