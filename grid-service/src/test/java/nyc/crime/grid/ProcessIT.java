package nyc.crime.grid;

import java.util.Map;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import nyc.crime.testkit.Executable;
import nyc.crime.testkit.GracefulStop;

/** The life of the service's process. */
class ProcessIT {

    @Test
    void itAnswersWhoWaitsAndEnds() throws Exception {
        IngestStub ingest = new IngestStub();
        ingest.start();
        try {
            IngestStub.serve("arrests", 2020);
            GracefulStop.check(
                    "grid-service",
                    Map.of(),
                    "INGEST_URL",
                    IngestStub.server.baseUrl(),
                    "/v1/counts/arrests?from=2020-05-01&to=2020-05-31",
                    "/v1/records/arrests/2020");
        } finally {
            ingest.stop();
        }
    }

    @Test
    @Tag("native")
    void theExecutableNeedsGlibcAndZlibOnly() throws Exception {
        Executable.checkLibraries("grid-service");
    }
}
