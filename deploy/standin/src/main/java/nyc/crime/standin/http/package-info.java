/** The HTTP surface: SODA routes, response headers and formats, conditional requests, and the admin paths for tests. */
package nyc.crime.standin.http;
