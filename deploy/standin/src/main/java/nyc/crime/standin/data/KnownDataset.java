package nyc.crime.standin.data;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;

import nyc.crime.standin.soql.SoqlType;

/** The datasets of the portal that the stand-in knows, each with the columns that the real one has: known-datasets.properties. */
public enum KnownDataset {
    ARRESTS_HISTORIC,
    ARRESTS_CURRENT,
    COMPLAINTS_HISTORIC,
    COMPLAINTS_CURRENT,
    PRECINCTS,
    NEIGHBOURHOODS,
    PARKS,
    BOROUGHS;

    private final String id = said("id");
    private final String title = said("title");
    private final String nameColumn = said("name-column");
    private final Schema schema = new Schema(
            id,
            Arrays.stream(said("columns").split("\\s+"))
                    .map(column -> {
                        int colon = column.lastIndexOf(':');
                        return new Schema.Column(
                                column.substring(0, colon),
                                SoqlType.valueOf(column.substring(colon + 1).toUpperCase(Locale.ROOT)));
                    })
                    .toList());

    /** Read before the first constant is made. */
    private static final class Portal {

        static final Properties SAID = new Properties();

        static {
            try (InputStream in = KnownDataset.class.getResourceAsStream("/known-datasets.properties")) {
                SAID.load(in);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private String said(String what) {
        return Portal.SAID.getProperty(name() + '.' + what);
    }

    /** The dataset of an id. */
    public static Optional<KnownDataset> of(String id) {
        return Arrays.stream(values()).filter(known -> known.id.equals(id)).findFirst();
    }

    /** Socrata's four-by-four id. */
    public String id() {
        return id;
    }

    /** The name that the portal gives it. */
    public String title() {
        return title;
    }

    /** All columns of the real dataset. */
    public Schema schema() {
        return schema;
    }

    /** The column without which a file is not this dataset: an event's date, an area's name. */
    String nameColumn() {
        return nameColumn;
    }

    /** Whether its rows are events, not areas. */
    public boolean isEvents() {
        return this.ordinal() <= COMPLAINTS_CURRENT.ordinal();
    }
}
