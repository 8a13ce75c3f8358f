/** Where kept months survive a restart: a folder, Redis, or nowhere. */
package nyc.crime.ingest.store;
