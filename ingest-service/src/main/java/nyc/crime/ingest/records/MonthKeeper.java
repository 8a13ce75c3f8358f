package nyc.crime.ingest.records;

import java.util.stream.Stream;
import jakarta.enterprise.context.ApplicationScoped;

import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;

import nyc.crime.ingest.store.KeptRecords;

/** Months in the store. */
@ApplicationScoped
@RegisterForReflection(targets = {MonthRecords.class, MonthRecords.Odd.class, MonthRecords.Part.class, MonthKey.class})
class MonthKeeper {

    private static final String DOUBTED = ".doubted";

    private final KeptRecords kept;

    MonthKeeper(KeptRecords kept) {
        this.kept = kept;
    }

    /** The kept month, or null. */
    Uni<MonthRecords> get(MonthKey key) {
        return get(key, name(key));
    }

    /** The kept month that has lost rows and is not believed yet, or null. */
    Uni<MonthRecords> getDoubted(MonthKey key) {
        return get(key, name(key) + DOUBTED);
    }

    /** How many of the months are kept; null where the store cannot tell. */
    Uni<Integer> count(Stream<MonthKey> keys) {
        return kept.count(keys.map(MonthKeeper::name).toList());
    }

    /** Keeps a month; what was doubted of it is no matter any more. */
    Uni<MonthRecords> put(MonthRecords month) {
        return kept.put(name(month.key()), month).call(() -> kept.remove(name(month.key()) + DOUBTED));
    }

    /** Keeps a month that has lost rows, beside the one that it may take the place of. */
    Uni<MonthRecords> putDoubted(MonthRecords month) {
        return kept.put(name(month.key()) + DOUBTED, month);
    }

    private Uni<MonthRecords> get(MonthKey key, String name) {
        return kept.get(name, MonthRecords.class, month -> month.key().equals(key));
    }

    private static String name(MonthKey key) {
        return key + ".month";
    }
}
