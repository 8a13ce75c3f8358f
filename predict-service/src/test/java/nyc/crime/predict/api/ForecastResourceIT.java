package nyc.crime.predict.api;

import java.util.stream.Stream;

import io.quarkus.test.junit.QuarkusIntegrationTest;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import nyc.crime.testkit.MalformedRequests;

/** The same of the jar, or of the executable. */
@QuarkusIntegrationTest
class ForecastResourceIT extends ForecastResourceTest {

    @TestFactory
    Stream<DynamicTest> whatCannotBeReadIsRefusedInWords() {
        return Stream.of("/v1/model", "/v2/models/convlstm")
                .flatMap(path -> MalformedRequests.unreadable(service.resolve(path)));
    }
}
