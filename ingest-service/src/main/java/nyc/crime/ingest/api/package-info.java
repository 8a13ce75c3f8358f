/** The HTTP API: datasets, and their records by month and year. */
package nyc.crime.ingest.api;
