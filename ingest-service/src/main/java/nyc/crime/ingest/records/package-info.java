/** Months of records: put together from slices, doubted where they have lost rows, kept, refreshed, and encoded. */
package nyc.crime.ingest.records;
