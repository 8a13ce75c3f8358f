package nyc.crime.ingest.store;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

import io.quarkus.redis.datasource.ReactiveRedisDataSource;

import nyc.crime.ingest.IngestConfig;

/** Makes the store that is configured. */
@ApplicationScoped
class ByteStores {

    @Produces
    @Singleton
    ByteStore store(IngestConfig config, Instance<ReactiveRedisDataSource> redis) {
        return switch (config.store().kind()) {
            case FOLDER -> {
                FolderStore store =
                        new FolderStore(config.store().folder(), config.store().largest());
                store.sweep();
                yield store;
            }
            case REDIS -> new RedisStore(redis.get(), config.store());
            case NONE -> new NoStore();
        };
    }
}
