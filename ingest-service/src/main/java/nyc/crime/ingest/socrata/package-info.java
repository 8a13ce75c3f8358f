/**
 * Socrata, the portal's software: its SODA APIs and their SoqlQueries, one polite gateway to them, what a dataset holds,
 * and the reading and verifying of a month's rows. A dataset is made up of sources (Socrata datasets, historic and
 * year-to-date); a slice is the part of a source that belongs to one month.
 */
package nyc.crime.ingest.socrata;
