package nyc.crime.web;

import java.util.Map;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import nyc.crime.testkit.Executable;
import nyc.crime.testkit.ServiceProcess;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** The life of the page's process: its answers are files, so nobody ever waits. */
class ProcessIT {

    @Test
    void itEndsWhenItIsTold() throws Exception {
        try (ServiceProcess web = ServiceProcess.start("web", Map.of())) {
            web.terminate();
            assertEquals(143, web.exitCode());
        }
    }

    @Test
    @Tag("native")
    void theExecutableNeedsGlibcAndZlibOnly() throws Exception {
        Executable.checkLibraries("web");
    }
}
