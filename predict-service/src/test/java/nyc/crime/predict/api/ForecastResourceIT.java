package nyc.crime.predict.api;

import io.quarkus.test.junit.QuarkusIntegrationTest;

/** The same of the jar, or of the executable. */
@QuarkusIntegrationTest
class ForecastResourceIT extends ForecastResourceTest {}
