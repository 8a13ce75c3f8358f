package nyc.crime.web;

import io.quarkus.test.junit.QuarkusIntegrationTest;

/** The same of the jar, or of the executable. */
@QuarkusIntegrationTest
class PageIT extends PageTest {}
