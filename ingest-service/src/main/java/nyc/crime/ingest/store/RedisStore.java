package nyc.crime.ingest.store;

import java.util.List;

import io.quarkus.redis.datasource.ReactiveRedisDataSource;
import io.quarkus.redis.datasource.keys.ReactiveKeyCommands;
import io.quarkus.redis.datasource.value.ReactiveValueCommands;
import io.smallrye.mutiny.Uni;
import org.jboss.logging.Logger;

import nyc.crime.ingest.IngestConfig;

/** Redis, shared by several replicas. While it is away months are fetched as if nothing were kept. */
final class RedisStore implements ByteStore {

    private static final Logger LOG = Logger.getLogger(RedisStore.class);
    private static final String PREFIX = "nyc-ingest:";

    private final ReactiveValueCommands<String, byte[]> values;
    private final ReactiveKeyCommands<String> keys;
    private final IngestConfig.Store config;

    RedisStore(ReactiveRedisDataSource redis, IngestConfig.Store config) {
        this.values = redis.value(byte[].class);
        this.keys = redis.key();
        this.config = config;
    }

    @Override
    public Uni<byte[]> get(String name) {
        return guarded("read", values.strlen(PREFIX + name).flatMap(length -> {
            if (length > config.largest()) {
                throw new IllegalStateException(name + " has more than " + config.largest() + " bytes");
            }
            return values.get(PREFIX + name);
        }));
    }

    @Override
    public Uni<Integer> count(List<String> names) {
        return guarded(
                "read", keys.exists(names.stream().map(name -> PREFIX + name).toArray(String[]::new)));
    }

    @Override
    public Uni<Void> put(String name, byte[] bytes) {
        return guarded("write", values.setex(PREFIX + name, config.redisExpiry().toSeconds(), bytes));
    }

    @Override
    public Uni<Void> remove(String name) {
        return guarded("remove", keys.del(PREFIX + name)).replaceWithVoid();
    }

    private <T> Uni<T> guarded(String verb, Uni<T> command) {
        return command.ifNoItem()
                .after(config.redisTimeout())
                .fail()
                .onFailure()
                .invoke(e -> LOG.warnf("cannot %s Redis, going on without it: %s", verb, e))
                .onFailure()
                .recoverWithNull();
    }
}
