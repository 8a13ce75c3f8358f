/** The client of ingest-service: asks for months of records, keeps them, serves kept copies when it does not answer. */
package nyc.crime.grid.ingest;
