package nyc.crime.predict.record;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.Consumer;

/**
 * An append-only file of sealed lines: hash, the hash of the line before, content. The hash is SHA-256 over the two others,
 * so a byte that is changed, or a line that is taken out, breaks the chain there. A lock in the folder decides who of
 * several processes writes.
 */
final class Chain {

    private static final String FIRST = "0".repeat(64);

    private final Path file;
    private final Path lock;

    /**
     * A sealed line.
     *
     * @param sequence counted from 1
     */
    record Link(int sequence, String hash, String previous, String content) {}

    /**
     * What a file holds.
     *
     * @param last hash of the last line that is whole
     * @param size lines up to there
     * @param brokenAt the line that does not fit its hash or the line before, or null
     */
    record State(String last, int size, Integer brokenAt) {}

    /** Writes lines while it holds the lock. */
    interface Writer {
        void append(String content) throws IOException;
    }

    /** Work under the lock. */
    interface Work {
        void with(State known, Writer writer) throws IOException;
    }

    /** @param folder made if missing */
    Chain(Path folder) throws IOException {
        Files.createDirectories(folder);
        this.file = folder.resolve("record");
        this.lock = folder.resolve("lock");
    }

    /**
     * Reads and checks all lines, one after the other.
     *
     * @param reader is given those up to the first that is broken
     */
    State read(Consumer<Link> reader) throws IOException {
        State state = new State(FIRST, 0, null);
        if (Files.notExists(file)) {
            return state;
        }
        try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] parts = line.split(" ", 3);
                int sequence = state.size + 1;
                if (parts.length < 3 || !parts[1].equals(state.last) || !parts[0].equals(hash(parts[1], parts[2]))) {
                    return new State(state.last, state.size, sequence);
                }
                state = new State(parts[0], sequence, null);
                reader.accept(new Link(
                        sequence,
                        parts[0],
                        parts[1],
                        new String(parts[2].getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8)));
            }
        }
        return endsWithLine() ? state : new State(state.last, state.size, state.size);
    }

    private boolean endsWithLine() throws IOException {
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "r")) {
            bytes.seek(Math.max(0, bytes.length() - 1));
            return bytes.read() == '\n';
        }
    }

    /**
     * Does work under the lock, unless another process holds it.
     *
     * @return whether it was done
     */
    synchronized boolean write(Work work) throws IOException {
        try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock held = channel.tryLock()) {
            if (held == null) {
                return false;
            }
            State known = read(link -> {});
            String[] last = {known.last};
            work.with(known, content -> last[0] = append(last[0], content));
            return true;
        }
    }

    private String append(String previous, String content) throws IOException {
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        String hash = hash(previous, new String(bytes, StandardCharsets.ISO_8859_1));
        ByteBuffer line = ByteBuffer.allocate(hash.length() + previous.length() + bytes.length + 3);
        line.put((hash + ' ' + previous + ' ').getBytes(StandardCharsets.US_ASCII))
                .put(bytes)
                .put((byte) '\n')
                .flip();
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            while (line.hasRemaining()) {
                channel.write(line);
            }
            channel.force(true);
        }
        return hash;
    }

    /** @param content its bytes, one character each */
    private static String hash(String previous, String content) {
        try {
            MessageDigest hash = MessageDigest.getInstance("SHA-256");
            hash.update(previous.getBytes(StandardCharsets.US_ASCII));
            hash.update(content.getBytes(StandardCharsets.ISO_8859_1));
            return HexFormat.of().formatHex(hash.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
