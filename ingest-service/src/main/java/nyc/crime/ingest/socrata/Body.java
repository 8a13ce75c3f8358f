package nyc.crime.ingest.socrata;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.function.BooleanSupplier;

import nyc.crime.ingest.socrata.UpstreamException.Kind;

/**
 * A body that is read as it arrives. What is left of one that has been understood is left alone; one that is not wanted to
 * its end is abandoned, and its connection with it (see {@link ResponseDeadline}).
 */
final class Body extends FilterInputStream {

    private final long deadline;
    private final BooleanSupplier gone;
    private boolean ended;

    Body(InputStream bytes, Duration most, BooleanSupplier gone) {
        super(bytes == null ? InputStream.nullInputStream() : bytes);
        this.deadline = System.nanoTime() + most.toNanos();
        this.gone = gone;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (gone.getAsBoolean()) {
            throw new IOException("nobody waits for it any more");
        }
        if (System.nanoTime() - deadline > 0) {
            throw new UpstreamException(Kind.TIMEOUT, "Socrata did not answer in time");
        }
        int count = super.read(bytes, offset, length);
        ended |= count < 0;
        return count;
    }

    /** Takes no more of it. */
    void abandon() {
        if (!ended) {
            try {
                super.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Override
    public void close() {
        // left alone
    }
}
