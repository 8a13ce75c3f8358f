package nyc.crime.grid.ingest;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import jakarta.enterprise.context.ApplicationScoped;

import com.fasterxml.jackson.annotation.JsonValue;
import io.smallrye.mutiny.Uni;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

import nyc.crime.grid.GridConfig;
import nyc.crime.grid.areas.AreaIndex;
import nyc.crime.grid.areas.Areas;
import nyc.crime.grid.georef.City;

/**
 * The areas of every kind. Boroughs are this service's own, since the grids are laid over them; the others are
 * ingest-service's, kept as long as it says that they are fresh, and longer if it cannot be asked.
 */
@ApplicationScoped
public class AreaStore {

    private final IngestClient client;
    private final StaleIfErrorCache<Kind, KeptAreas> kept;
    private final Areas boroughs;
    private KeptAreas indexedBoroughs;

    AreaStore(IngestClient client, GridConfig config, City city) {
        this.client = client;
        kept = new StaleIfErrorCache<>(
                config.areas().memory(),
                config.records().retryAfter(),
                config.records().patience());
        boroughs = city.outlines();
    }

    /** A kind of areas. */
    @Schema(name = "AreaKind")
    public enum Kind {
        BOROUGHS,
        PRECINCTS,
        NEIGHBOURHOODS,
        PARKS;

        /** All names in paths. */
        public static final List<String> NAMES =
                Arrays.stream(values()).map(Kind::toString).toList();

        /** Reads a parameter. */
        public static Kind fromString(String name) {
            return valueOf(name.toUpperCase(Locale.ROOT));
        }

        /** The name in paths. */
        @JsonValue
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** The name of one of them, as in {@code precinct:75}. */
        public String singular() {
            String plural = toString();
            return plural.substring(0, plural.length() - 1);
        }
    }

    /** The areas of a kind; fails with an {@link IngestProblem} if they cannot be had. */
    public Uni<KeptAreas> areas(Kind kind) {
        return kind == Kind.BOROUGHS
                ? Uni.createFrom().item(this::boroughs)
                : kept.get(
                        kind,
                        () -> client.areas(kind.toString())
                                .onFailure()
                                .transform(IngestClient::explained)
                                .onFailure(IngestProblem.class)
                                .transform(e -> ((IngestProblem) e).of("kind")));
    }

    private synchronized KeptAreas boroughs() {
        if (indexedBoroughs == null) {
            indexedBoroughs = new KeptAreas(boroughs, new AreaIndex(boroughs), null, 0, null);
        }
        return indexedBoroughs;
    }
}
