/**
 * How every answer goes over HTTP (RFC 9110, 9111, 9457), the same in all services: a resource says what it answers, as a
 * {@link nyc.crime.http.Representation}, a record or a problem, and one pair of filters does the rest.
 */
package nyc.crime.http;
