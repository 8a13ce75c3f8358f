package nyc.crime.predict;

import java.util.Map;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import nyc.crime.testkit.Executable;
import nyc.crime.testkit.GracefulStop;

/** The life of the service's process. */
class ProcessIT {

    @Test
    void itAnswersWhoWaitsAndEnds() throws Exception {
        FakeGrid grid = new FakeGrid();
        String url = grid.start().get("quarkus.rest-client.grid.url");
        try {
            GracefulStop.check(
                    "predict-service",
                    Map.of(),
                    "GRID_URL",
                    url,
                    "/v1/forecasts?origin=2015-06-30&days=1&by=city&model=ha-global",
                    "/v1/counts/complaints");
        } finally {
            grid.stop();
        }
    }

    @Test
    @Tag("native")
    void theExecutableNeedsGlibcAndZlibOnly() throws Exception {
        Executable.checkLibraries("predict-service");
    }
}
