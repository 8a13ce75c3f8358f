package nyc.crime.ingest.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class FolderStoreTest {

    private static final int SIZE = 4_000_000;
    private static final String NAME = "host/arrests/2024-03.month";

    @TempDir
    Path folder;

    private static final int LARGEST = 32 << 20;

    @Test
    void aFileLargerThanAnythingKeptIsNotRead() throws Exception {
        FolderStore store = new FolderStore(folder, LARGEST);
        store.put("a.month", new byte[LARGEST]).await().indefinitely();
        assertThat(store.get("a.month").await().indefinitely()).hasSize(LARGEST);
        // 400 MB that take no room on the disk
        try (java.io.RandomAccessFile file =
                new java.io.RandomAccessFile(folder.resolve("a.month").toFile(), "rw")) {
            file.setLength(400L << 20);
        }
        assertThatThrownBy(() -> store.get("a.month").await().indefinitely())
                .as("which the one who asks throws away")
                .isInstanceOf(CorruptException.class)
                .hasMessage("it has more than 33554432 bytes");
    }

    @Test
    void keepsReplacesAndRemoves() {
        FolderStore store = new FolderStore(folder, LARGEST);
        assertThat(store.get(NAME).await().indefinitely()).isNull();
        store.put(NAME, new byte[] {1}).await().indefinitely();
        store.put(NAME, new byte[] {2, 3}).await().indefinitely();
        assertThat(store.get(NAME).await().indefinitely()).containsExactly(2, 3);
        store.remove(NAME).await().indefinitely();
        assertThat(store.get(NAME).await().indefinitely()).isNull();
    }

    @Test
    void folderThatCannotBeWrittenIsNoError() throws IOException {
        Path file = Files.writeString(folder.resolve("a-file"), "not a folder");
        FolderStore store = new FolderStore(file, LARGEST);
        store.put(NAME, new byte[] {1}).await().indefinitely();
        assertThat(store.get(NAME).await().indefinitely()).isNull();
    }

    @Test
    void killInTheMiddleOfAWriteLeavesTheOldFileOrTheNewOne() throws Exception {
        boolean unfinishedSeen = false;
        for (int kill = 0; kill < 10; kill++) {
            Process writer = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx128m",
                            "-cp",
                            System.getProperty("java.class.path"),
                            Writer.class.getName(),
                            folder.toString())
                    .redirectErrorStream(true)
                    .start();
            awaitFirstWrite(writer);
            Thread.sleep(ThreadLocalRandom.current().nextInt(40));
            writer.destroyForcibly().waitFor();
            unfinishedSeen |= unfinished() > 0;

            FolderStore afterRestart = new FolderStore(folder, LARGEST);
            afterRestart.sweep();
            byte[] bytes = afterRestart.get(NAME).await().indefinitely();
            assertThat(bytes).hasSize(SIZE);
            byte[] same = new byte[SIZE];
            Arrays.fill(same, bytes[0]);
            assertThat(Arrays.equals(bytes, same))
                    .as("one write's bytes, whole")
                    .isTrue();
            assertThat(unfinished()).isZero();
        }
        assertThat(unfinishedSeen).as("a kill came in the middle of a write").isTrue();
    }

    private static void awaitFirstWrite(Process writer) throws IOException {
        assertThat(writer.getInputStream().read()).as("the writer has begun").isEqualTo('!');
    }

    private long unfinished() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(f -> f.toString().endsWith(".unfinished")).count();
        }
    }

    /** Writes the same name over and over, until it is killed. */
    public static final class Writer {

        private Writer() {}

        public static void main(String[] arguments) {
            FolderStore store = new FolderStore(Path.of(List.of(arguments).get(0)), LARGEST);
            byte[] bytes = new byte[SIZE];
            for (byte i = 1; ; i++) {
                Arrays.fill(bytes, i);
                store.put(NAME, bytes).await().indefinitely();
                if (i == 1) {
                    System.out.print('!');
                    System.out.flush();
                }
            }
        }
    }
}
