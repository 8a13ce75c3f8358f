package nyc.crime.ingest;

import io.quarkus.test.junit.QuarkusIntegrationTest;

/** The same of the jar, or of the executable. */
@QuarkusIntegrationTest
class StandInIT extends StandInTest {}
