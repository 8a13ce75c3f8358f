package nyc.crime.ingest.socrata;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;

/** JSON from outside: neither endless, nor with endless texts, however small it was when zipped. */
final class SodaJson {

    /** Four times what a page of 100,000 rows takes, and all parks. */
    static final long LONGEST = 128L << 20;

    static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxDocumentLength(LONGEST)
                    .maxStringLength(10_000)
                    .maxNestingDepth(100)
                    .build())
            .build();

    private SodaJson() {}
}
