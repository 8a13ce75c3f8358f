package nyc.crime.grid;

import io.quarkus.test.junit.QuarkusIntegrationTest;

/** The same of the jar, or of the executable. */
@QuarkusIntegrationTest
class GridServiceIT extends GridServiceTest {}
