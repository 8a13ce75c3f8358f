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

    private final ByteStore store;
    private final String host;

    MonthKeeper(ByteStore store, @ConfigProperty(name = "quarkus.rest-client.socrata.url") URI upstream) {
        this.store = store;
        this.host = upstream.getAuthority().replace(':', '_');
    }

    /** The kept month, or null. */
    Uni<MonthRecords> get(MonthKey key) {
        return store.get(name(key))
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
                    LOG.warnf("kept month %s is corrupt and thrown away: %s", key, corrupt.getMessage());
                    return store.remove(name(key)).replaceWith(() -> null);
                });
    }

    /** Keeps a month. */
    Uni<MonthRecords> put(MonthRecords month) {
        return Uni.createFrom()
                .item(() -> MonthCodec.write(month))
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
                .flatMap(bytes -> store.put(name(month.key()), bytes))
                .replaceWith(month);
    }

    private String name(MonthKey key) {
        return host + "/" + key + ".month";
    }
}
