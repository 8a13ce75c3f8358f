package nyc.crime.ingest.socrata;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** When a body ends its connection, which is what its stream's close does. */
class BodyTest {

    private final AtomicInteger closed = new AtomicInteger();
    private boolean gone;

    private final Body body = new Body(
            new ByteArrayInputStream(new byte[10]) {
                @Override
                public void close() {
                    closed.incrementAndGet();
                }
            },
            Duration.ofMinutes(1),
            () -> gone);

    @Test
    void oneThatIsGivenUpEndsIt() throws IOException {
        body.readNBytes(5);
        body.close();
        assertThat(closed).hasValue(0);
        body.abandon();
        assertThat(closed).hasValue(1);
    }

    @Test
    void oneThatHasBeenReadToItsEndDoesNot() throws IOException {
        body.readAllBytes();
        body.abandon();
        assertThat(closed).hasValue(0);
    }

    @Test
    void oneThatNobodyWaitsForIsReadNoFurther() {
        gone = true;
        assertThatThrownBy(body::read).isInstanceOf(IOException.class);
    }
}
