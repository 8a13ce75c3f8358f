package nyc.crime.ingest;

import java.nio.file.Path;
import java.util.Map;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import nyc.crime.testkit.Executable;
import nyc.crime.testkit.GracefulStop;
import nyc.crime.testkit.ServiceProcess;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

/** The life of the service's process: its start, its end, and what it leaves. */
class ProcessIT {

    private static ServiceProcess standIn;

    @TempDir
    Path store;

    @BeforeAll
    static void start() {
        standIn = ServiceProcess.start("deploy/standin", Map.of());
    }

    @AfterAll
    static void stop() {
        standIn.close();
    }

    @Test
    void itAnswersWhoWaitsAndEnds() throws Exception {
        GracefulStop.check(
                "ingest-service", settings(), "UPSTREAM_URL", standIn.url(), "/v1/records/arrests/2022-06", "2022-06");
    }

    @Test
    void aKeptMonthOutlivesTheProcess() {
        String kept = month();
        given().delete(standIn.url() + "/admin/requests");
        assertThat(month()).isEqualTo(kept);
        assertThat(given().get(standIn.url() + "/admin/requests").asString()).doesNotContain("2021-07");
    }

    @Test
    @Tag("native")
    void theExecutableNeedsGlibcAndZlibOnly() throws Exception {
        Executable.checkLibraries("ingest-service");
    }

    /** A month, from a process that lives for this question. */
    private String month() {
        try (ServiceProcess service = ServiceProcess.start("ingest-service", settings())) {
            return given().get(service.url() + "/v1/records/arrests/2021-07").asString();
        }
    }

    private Map<String, String> settings() {
        return Map.of(
                "UPSTREAM_URL", standIn.url(),
                "INGEST_STORE_DIR", store.toString(),
                "NYC_INGEST_REFRESH_EVERY", "off");
    }
}
