/** Outlines of boroughs, precincts, neighbourhoods and parks: fetched from the same host as the records, and kept. */
package nyc.crime.ingest.areas;
