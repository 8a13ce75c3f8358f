/**
 * How every answer of this service goes over HTTP (RFC 9110, 9111, 9457): a resource says what it answers, as a {@link
 * nyc.crime.web.http.Representation}, a record or a problem, and one pair of filters does the rest. The services
 * hold the same text of this package.
 */
package nyc.crime.web.http;
