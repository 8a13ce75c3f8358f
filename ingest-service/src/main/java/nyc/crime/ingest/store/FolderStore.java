package nyc.crime.ingest.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import org.jboss.logging.Logger;

/**
 * A file for each name. A file is written under another name, forced to disk and then renamed, so that a crash leaves
 * the old file or the new one, never half of one.
 */
final class FolderStore implements ByteStore {

    private static final Logger LOG = Logger.getLogger(FolderStore.class);
    private static final String UNFINISHED = ".unfinished";

    private final Path folder;
    private final int largest;
    private final AtomicLong counter = new AtomicLong();

    FolderStore(Path folder, int largest) {
        this.folder = folder;
        this.largest = largest;
    }

    @Override
    public Uni<byte[]> get(String name) {
        return work("read", name, () -> {
            Path file = folder.resolve(name);
            try {
                // Unread: a year's twelve such files at once are more than the heap.
                if (Files.size(file) > largest) {
                    throw new CorruptException("it has more than " + largest + " bytes");
                }
                try (InputStream in = Files.newInputStream(file)) {
                    return in.readNBytes(largest);
                }
            } catch (NoSuchFileException e) {
                return null;
            }
        });
    }

    @Override
    public Uni<Integer> count(List<String> names) {
        return work("count", names.size() + " names", () -> (int) names.stream()
                .filter(name -> Files.exists(folder.resolve(name)))
                .count());
    }

    @Override
    public Uni<Void> put(String name, byte[] bytes) {
        return work("write", name, () -> {
            Path file = folder.resolve(name);
            Files.createDirectories(file.getParent());
            String suffix = "." + ProcessHandle.current().pid() + "-" + counter.incrementAndGet() + UNFINISHED;
            Path unfinished = file.resolveSibling(file.getFileName() + suffix);
            try (FileChannel channel =
                    FileChannel.open(unfinished, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                ByteBuffer buffer = ByteBuffer.wrap(bytes);
                while (buffer.hasRemaining()) {
                    channel.write(buffer);
                }
                channel.force(true);
            }
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            forceFolder(file.getParent());
            return null;
        });
    }

    @Override
    public Uni<Void> remove(String name) {
        return work("remove", name, () -> {
            Files.deleteIfExists(folder.resolve(name));
            return null;
        });
    }

    /** Removes what a crash in the middle of a write left behind. */
    void sweep() {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (var files = Files.walk(folder)) {
            for (Path file : (Iterable<Path>) files.filter(f -> f.toString().endsWith(UNFINISHED))::iterator) {
                Files.deleteIfExists(file);
            }
        } catch (IOException | UncheckedIOException e) {
            LOG.warnf("cannot sweep %s: %s", folder, e);
        }
    }

    private static void forceFolder(Path folder) {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            LOG.debugf("this system does not sync folders: %s", e);
        }
    }

    private <T> Uni<T> work(String verb, String name, Action<T> action) {
        return Uni.createFrom()
                .item(() -> {
                    try {
                        return action.run();
                    } catch (IOException e) {
                        LOG.warnf("cannot %s %s in %s: %s", verb, name, folder, e);
                        return null;
                    }
                })
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool());
    }

    @FunctionalInterface
    private interface Action<T> {
        T run() throws IOException;
    }
}
