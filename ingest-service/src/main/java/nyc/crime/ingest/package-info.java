/** Whole, verified months of crime records out of NYC Open Data: configuration, and the city's date. */
package nyc.crime.ingest;
