package nyc.crime.predict.oip;

import io.quarkus.test.junit.QuarkusIntegrationTest;

/** The same of the jar, or of the executable. */
@QuarkusIntegrationTest
class OipResourceIT extends OipResourceTest {}
