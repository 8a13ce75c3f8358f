package nyc.crime.ingest.store;

import java.util.List;

import io.smallrye.mutiny.Uni;

/**
 * Bytes by name that survive a restart. A store that is away must not keep anybody from the data: {@link #get} then
 * answers null and the others do nothing, with a warning in the log.
 */
public interface ByteStore {

    /** The bytes, or null if there are none. */
    Uni<byte[]> get(String name);

    /** How many of the names have bytes; null where that cannot be told. */
    Uni<Integer> count(List<String> names);

    /** Puts bytes in place of those under the name; after a crash there are either the old ones or the new ones. */
    Uni<Void> put(String name, byte[] bytes);

    /** Removes the bytes if there are any. */
    Uni<Void> remove(String name);
}
