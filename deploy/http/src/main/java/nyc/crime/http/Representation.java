package nyc.crime.http;

import java.util.Map;

/** An answer of 200 (RFC 9110 §3.2) before it is fitted to one caller by the {@link ResponseFilter}. */
public interface Representation {

    /** Content-Type. */
    String type();

    /** The opaque part of the entity tag, without quotes: another for another content, type or language of the same path. */
    String tag();

    /** Further headers, the same for every caller. */
    Map<String, String> headers();

    /** How old the data in it are; null where it is not made of data. */
    Freshness freshness();

    /** Whether gzip makes it smaller. */
    boolean compressible();

    /** The entity that is written: as it is, or gzipped. */
    Object body(boolean gzip);
}
