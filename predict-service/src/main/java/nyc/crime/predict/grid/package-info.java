/** The client of grid-service: fault tolerance, stale-if-error caching, daily counts by month. */
package nyc.crime.predict.grid;
