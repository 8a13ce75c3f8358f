package nyc.crime.ingest.store;

import java.net.URI;
import java.util.List;
import java.util.function.Predicate;
import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

import nyc.crime.city.Cities;

/** Records by name in the store, apart by city and Socrata host; a corrupt one is thrown away. */
@ApplicationScoped
public class KeptRecords {

    private static final Logger LOG = Logger.getLogger(KeptRecords.class);

    private final ByteStore store;
    private final String folder;

    KeptRecords(
            ByteStore store,
            @ConfigProperty(name = "quarkus.rest-client.socrata.url") URI upstream,
            @ConfigProperty(name = Cities.ID) String city) {
        this.store = store;
        this.folder = city + '/' + upstream.getAuthority().replace(':', '_');
    }

    /**
     * The kept record, or null.
     *
     * @param isRight whether it is the one that should be there under the name
     */
    public <T> Uni<T> get(String name, Class<T> type, Predicate<T> isRight) {
        return store.get(full(name))
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .map(bytes -> {
                    T kept = bytes == null ? null : SealedCodec.read(bytes, type);
                    if (kept != null && !isRight.test(kept)) {
                        throw new CorruptException("it is another one");
                    }
                    return kept;
                })
                .onFailure(CorruptException.class)
                .recoverWithUni(corrupt -> {
                    LOG.warnf("%s was kept but is corrupt, and is thrown away: %s", name, corrupt.getMessage());
                    return remove(name).replaceWith(() -> null);
                });
    }

    /** How many of the names have a record, right or corrupt; null where that cannot be told. */
    public Uni<Integer> count(List<String> names) {
        return names.isEmpty()
                ? Uni.createFrom().item(0)
                : store.count(names.stream().map(this::full).toList());
    }

    /** Keeps a record, and gives it back. */
    public <T> Uni<T> put(String name, T kept) {
        return Uni.createFrom()
                .item(() -> SealedCodec.write(kept))
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
                .flatMap(bytes -> store.put(full(name), bytes))
                .replaceWith(kept);
    }

    /** Removes a record if there is one. */
    public Uni<Void> remove(String name) {
        return store.remove(full(name));
    }

    private String full(String name) {
        return folder + '/' + name;
    }
}
