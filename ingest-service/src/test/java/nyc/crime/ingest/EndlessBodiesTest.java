package nyc.crime.ingest;

import java.util.concurrent.TimeUnit;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;

/** However a body is found to be of no use, its connection ends with it, or the pool would be empty after so many. */
@QuarkusTest
@WithTestResource(EndlessSocrata.class)
class EndlessBodiesTest {

    EndlessSocrata socrata;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "200 | application/json | identity | [",
                "200 | application/json | gzip | [",
                "200 | text/html | identity | <html>",
                "202 | application/json | identity | {}",
                "301 | text/html | identity | <html>",
                "401 | application/json | identity | {}",
                "403 | application/json | identity | {}",
                "404 | application/json | identity | {}",
                "410 | application/json | identity | {}",
                "429 | application/json | identity | {}",
                "500 | application/json | identity | {}",
                "503 | text/html | identity | <html>"
            })
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void aBodyThatIsGivenUpEndsItsConnection(int status, String type, String encoding, String body)
            throws InterruptedException {
        EndlessSocrata.Beginning answers = new EndlessSocrata.Beginning(status, type, encoding, body);
        socrata.begins(answers);
        given().get("/v1/records/arrests/2016-08").then().statusCode(greaterThanOrEqualTo(500));
        // an answer that came when its caller had just left waits for ResponseDeadline, which here is long
        answers.ended().await();
    }
}
