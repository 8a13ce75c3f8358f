package nyc.crime.grid;

import java.net.URI;
import java.util.stream.Stream;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusIntegrationTest;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import nyc.crime.testkit.MalformedRequests;

/** The same of the jar, or of the executable. */
@QuarkusIntegrationTest
class GridServiceIT extends GridServiceTest {

    @TestHTTPResource
    URI service;

    @TestFactory
    Stream<DynamicTest> whatCannotBeReadIsRefusedInWords() {
        return MalformedRequests.unreadable(service.resolve("/v1/datasets"));
    }
}
