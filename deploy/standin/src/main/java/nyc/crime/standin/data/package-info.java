/** Datasets as dictionary-coded columns in monthly segments, and the files (CSV, NDJSON, GeoJSON) that they are read from. */
package nyc.crime.standin.data;
