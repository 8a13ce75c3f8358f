package nyc.crime.web;

import java.util.stream.Stream;

import io.quarkus.test.junit.QuarkusIntegrationTest;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import nyc.crime.testkit.MalformedRequests;

import static io.restassured.RestAssured.get;
import static org.hamcrest.CoreMatchers.notNullValue;

/** The same of the jar, or of the executable. */
@QuarkusIntegrationTest
class PageIT extends PageTest {

    @TestFactory
    Stream<DynamicTest> whatCannotBeReadIsRefusedInWords() {
        return MalformedRequests.unreadable(web);
    }

    /** Tests of classes have them from a handler of their own, which says nothing of it. */
    @Test
    void itsScriptsAndStylesAreKeptForGood() {
        for (String file : bundle()) {
            get(file)
                    .then()
                    .header("Cache-Control", "public, immutable, max-age=31536000")
                    .header("Vary", "accept-encoding")
                    .header("Last-Modified", notNullValue());
        }
    }
}
