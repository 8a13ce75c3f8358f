package nyc.crime.city;

import java.net.URI;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.Size;

import io.smallrye.config.WithDefault;

/**
 * What makes a city, under {@code nyc.cities.ID} of a file of properties. Kinds of areas have the same four names in
 * every city, which are those of paths and parameters, and words of the city's own for people: {@code precincts} are what
 * the records' own field tells by number, {@code neighbourhoods} and {@code parks} hold a record by its point, and
 * {@code boroughs} are what the grids are laid over. A city has precincts, and those of the others that its
 * profile names.
 */
public interface CityProfile {

    /** The name for people, such as {@code New York City}. */
    String name();

    /** The short name, for titles. */
    String title();

    /** The time zone: it says which day is today. */
    ZoneId zone();

    /** The first month that is served; rows dated before it are counted as outside, never served. */
    YearMonth firstMonth();

    /** The Socrata host. */
    URI host();

    /** Who publishes the records. */
    Publisher publisher();

    /** The dataset that the page shows first. */
    String firstDataset();

    /** The datasets by the name that callers use. */
    Map<String, Dataset> datasets();

    /** The categories in the order of their numbers; the last takes what none of the others has. */
    @Size(min = 1, max = 4)
    List<Category> categories();

    /** Offences that are written in several ways: by years, by datasets, or cut short. */
    List<Offence> offences();

    /** The kinds of areas by the name that callers use. */
    Map<String, Area> areas();

    /** The numbers of the city's precincts; another number is unknown and written as 0. */
    Set<Integer> precincts();

    /** The box outside which a coordinate is impossible; its southern and western edges are the origin of written ones. */
    Bounds bounds();

    /** What the heat maps cover. */
    Bounds heat();

    /** What forecasts are of. */
    Forecast forecast();

    /** What the grids are laid over. */
    Outlines outlines();

    /**
     * Rules of the holidays, which models learn by: dates ({@code 12-25}) and weekdays of a month ({@code 01-3-MON}, {@code
     * 05-last-MON}), perhaps since a year ({@code 06-19/2021}); {@code !} after the greatest. A date on a weekend is observed
     * on the Friday or Monday too.
     */
    Optional<List<String>> holidays();

    /** Names on the map. */
    List<Label> labels();

    /** What happened in a month that a reader of a long film may want to know: MONTH|WHAT|WHO SAYS SO, parted by semicolons. */
    Optional<String> marks();

    /** The names of the categories, in the order of their numbers. */
    default List<String> categoryNames() {
        return categories().stream().map(Category::name).toList();
    }

    /** The number of the category that takes what none of the others has: the last. */
    default int otherCategory() {
        return categories().size() - 1;
    }

    /** Who publishes the records. */
    interface Publisher {
        /** Owner and portal. */
        String name();

        /** The portal's page for people. */
        URI page();

        /** Whose records they are. */
        String police();

        /** What they are, as the beginning of a sentence. */
        String records();
    }

    /** A dataset that several Socrata datasets make up. */
    interface Dataset {
        /** A title for people. */
        String title();

        /** Socrata ids, historic first. Each later one is used only for what was reported after those before it. */
        @NotEmpty
        List<String> sources();

        /** The column of the date; a floating timestamp. */
        String dateColumn();

        /** The column of the day by which the sources are cut; without one, or where a source lacks it, the date. */
        Optional<String> joinColumn();

        /** Days before the last one after which the dataset is taken for complete, where it has no column of reports. */
        @WithDefault("0")
        @Min(0)
        int completeAfterDays();

        /**
         * The column of the time of day, {@code HH:MM:SS} or {@code HHMM}, or of the date where that holds the time too; sources that lack
         * it have no hours.
         */
        Optional<String> timeColumn();

        /** The column whose values the categories name: one of categories, or that of the offence. */
        String categoryColumn();

        /** The column of the offence's name. */
        String offenceColumn();

        /** The column of the precinct's number. */
        String precinctColumn();

        /** The column of the latitude, degrees. */
        @WithDefault("latitude")
        String latitudeColumn();

        /** The column of the longitude, degrees. */
        @WithDefault("longitude")
        String longitudeColumn();
    }

    /** A category and the values that mean it. */
    interface Category {
        /** Its name. */
        String name();

        /** Values of the category column, in any case. */
        Optional<Set<String>> values();
    }

    /** An offence and how else it is written. */
    interface Offence {
        /** The one name under which it is served. */
        String name();

        /** Its other spellings. */
        List<String> spellings();
    }

    /** A kind of areas. */
    interface Area {
        /** The Socrata id of the outlines, if there are any. */
        Optional<String> source();

        /** The property that tells one area from another, such as a precinct's number. */
        Optional<String> idProperty();

        /** What one of them is called. */
        String word();

        /** What several are called. */
        String words();
    }

    /** A box, degrees. */
    interface Bounds {
        /** Southern edge. */
        double south();

        /** Western edge. */
        double west();

        /** Northern edge. */
        double north();

        /** Eastern edge. */
        double east();
    }

    /** What forecasts are of: all records of a dataset, or some offences, on a grid over the outlines. */
    interface Forecast {
        /** Rows of the grid. */
        @Min(1)
        @Max(200)
        int rows();

        /** Columns of the grid. */
        @Min(1)
        @Max(200)
        int cols();

        /** The dataset whose offences are forecast one by one; of the others all records together. */
        String dataset();

        /** The offences that forecasts tell apart, as the police write them. */
        List<String> offences();

        /** What these are together, in answers and as a name that callers may use. */
        String title();
    }

    /** What the grids are laid over: outlines that grid-service ships, or else the areas of a kind. */
    interface Outlines {
        /** A file of grid-service, in its {@code georef}; the property {@code name} tells one outline from another. */
        Optional<String> shipped();

        /** A kind of areas, by their name in paths. */
        Optional<String> kind();

        /** Whose outlines these are, in a sentence without its full stop. */
        String attribution();

        /** The box around them, which the page shows. */
        Bounds bounds();
    }

    /** A name on the map. */
    interface Label {
        /** The name. */
        String name();

        /** Latitude, degrees. */
        double lat();

        /** Longitude, degrees. */
        double lon();
    }
}
