package nyc.crime.standin.http;

import java.util.Map;

/**
 * An answer before it is sent.
 *
 * @param status the HTTP status
 * @param headers its headers
 * @param body its body, not yet compressed
 */
record SodaResponse(int status, Map<String, String> headers, byte[] body) {}
