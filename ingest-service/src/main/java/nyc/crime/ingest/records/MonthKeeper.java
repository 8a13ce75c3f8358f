package nyc.crime.ingest.records;

import java.net.URI;
import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

import nyc.crime.ingest.store.ByteStore;

/** Months in the store, apart by Socrata host; a corrupt one is thrown away. */
@ApplicationScoped
class MonthKeeper {

    private static final Logger LOG = Logger.getLogger(MonthKeeper.class);

    private static final String DOUBTED = ".doubted";

    private final ByteStore store;
    private final String host;

    MonthKeeper(ByteStore store, @ConfigProperty(name = "quarkus.rest-client.socrata.url") URI upstream) {
        this.store = store;
        this.host = upstream.getAuthority().replace(':', '_');
    }

    /** The kept month, or null. */
    Uni<MonthRecords> get(MonthKey key) {
        return get(key, name(key));
    }

    /** The kept month that has lost rows and is not believed yet, or null. */
    Uni<MonthRecords> getDoubted(MonthKey key) {
        return get(key, name(key) + DOUBTED);
    }

    /** Keeps a month; what was doubted of it is no matter any more. */
    Uni<MonthRecords> put(MonthRecords month) {
        return put(month, name(month.key())).call(() -> store.remove(name(month.key()) + DOUBTED));
    }

    /** Keeps a month that has lost rows, beside the one that it may take the place of. */
    Uni<MonthRecords> putDoubted(MonthRecords month) {
        return put(month, name(month.key()) + DOUBTED);
    }

    private Uni<MonthRecords> get(MonthKey key, String name) {
        return store.get(name)
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .map(bytes -> {
                    MonthRecords month = bytes == null ? null : MonthCodec.read(bytes);
                    if (month != null && !month.key().equals(key)) {
                        throw new CorruptMonthException("it is another month: " + month.key());
                    }
                    return month;
                })
                .onFailure(CorruptMonthException.class)
                .recoverWithUni(corrupt -> {
                    LOG.warnf("kept month %s is corrupt and thrown away: %s", name, corrupt.getMessage());
                    return store.remove(name).replaceWith(() -> null);
                });
    }

    private Uni<MonthRecords> put(MonthRecords month, String name) {
        return Uni.createFrom()
                .item(() -> MonthCodec.write(month))
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
                .flatMap(bytes -> store.put(name, bytes))
                .replaceWith(month);
    }

    private String name(MonthKey key) {
        return host + "/" + key + ".month";
    }
}
