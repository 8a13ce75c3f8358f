package nyc.crime.predict.api;

import java.time.Duration;
import java.util.logging.Level;
import java.util.logging.LogRecord;

import org.junit.jupiter.api.Test;

import nyc.crime.http.Problems;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

class PassingTroubleTest {

    private static LogRecord logged(Throwable thrown) {
        LogRecord record = new LogRecord(Level.SEVERE, "trouble");
        record.setThrown(thrown);
        assertTrue(new PassingTrouble().isLoggable(record));
        return record;
    }

    @Test
    void aRefusalIsOneLine() {
        LogRecord record = logged(Problems.passing(503, "busy", Duration.ofSeconds(1)));
        assertEquals(Level.INFO, record.getLevel());
        assertNull(record.getThrown());
    }

    @Test
    void anErrorStaysOne() {
        for (Throwable error : new Throwable[] {Problems.lasting(500, "broken"), new IllegalStateException()}) {
            LogRecord record = logged(error);
            assertEquals(Level.SEVERE, record.getLevel());
            assertSame(error, record.getThrown());
        }
    }
}
