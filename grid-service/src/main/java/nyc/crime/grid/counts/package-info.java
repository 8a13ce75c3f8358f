/** Counts for forecasting: the daily tensor [days, rows, cols, groups] on the forecast grid, and the precincts of its cells. */
package nyc.crime.grid.counts;
