package nyc.crime.grid.ingest;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import jakarta.enterprise.context.ApplicationScoped;

import com.fasterxml.jackson.annotation.JsonValue;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

import nyc.crime.city.CityProfile;
import nyc.crime.grid.GridConfig;
import nyc.crime.grid.areas.AreaIndex;
import nyc.crime.grid.areas.Areas;
import nyc.crime.grid.georef.City;

/**
 * The areas of every kind that the city has. Boroughs that the grids are laid over are this service's own; the others are
 * ingest-service's, kept as long as it says that they are fresh, and longer if it cannot be asked.
 */
@ApplicationScoped
public class AreaStore {

    private final IngestClient client;
    private final StaleIfErrorCache<Kind, KeptAreas> kept;
    private final City city;
    private final CityProfile profile;
    private final List<Kind> kinds;
    /** The outlines that the service ships. */
    private final Uni<KeptAreas> own;
    /** Precincts that are known by their numbers only. */
    private final Uni<KeptAreas> numbered;

    AreaStore(IngestClient client, GridConfig config, City city, CityProfile profile) {
        this.client = client;
        this.city = city;
        this.profile = profile;
        kinds = Arrays.stream(Kind.values())
                .filter(kind -> profile.areas().containsKey(kind.toString()))
                .toList();
        kept = new StaleIfErrorCache<>(
                config.areas().memory(),
                config.records().retryAfter(),
                config.records().patience());
        own = once(city::outlines);
        numbered = once(() -> Areas.withoutShapes(
                profile.precincts().stream().sorted().map(String::valueOf).toList()));
    }

    /** Areas that stay as they are. Their index takes seconds: not for a thread that others' connections wait for. */
    private static Uni<KeptAreas> once(Supplier<Areas> areas) {
        return Uni.createFrom()
                .item(() -> {
                    Areas known = areas.get();
                    return new KeptAreas(known, new AreaIndex(known), null, 0, null);
                })
                .runSubscriptionOn(Infrastructure.getDefaultExecutor())
                .memoize()
                .indefinitely();
    }

    /** A kind of areas. */
    @Schema(name = "AreaKind")
    public enum Kind {
        BOROUGHS,
        PRECINCTS,
        NEIGHBOURHOODS,
        PARKS;

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

    /** The kinds that the city has. */
    public List<Kind> kinds() {
        return kinds;
    }

    /** The areas of a kind; fails with an {@link IngestProblem} if they cannot be had, or if the city has no such kind. */
    public Uni<KeptAreas> areas(Kind kind) {
        if (!kinds.contains(kind)) {
            return Uni.createFrom()
                    .failure(IngestProblem.nothing(profile.name() + " has no " + kind, "kind", null, null));
        }
        if (kind == Kind.BOROUGHS && city.ships()) {
            return own;
        }
        if (kind == Kind.PRECINCTS
                && profile.areas().get(kind.toString()).source().isEmpty()) {
            return numbered;
        }
        return kept.get(
                kind,
                () -> client.areas(kind.toString())
                        .onFailure()
                        .transform(IngestClient::explained)
                        .onFailure(IngestProblem.class)
                        .transform(e -> ((IngestProblem) e).of("kind")));
    }
}
