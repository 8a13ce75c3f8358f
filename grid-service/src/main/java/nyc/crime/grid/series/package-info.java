/** Counts of an area through time, and whether two periods differ by more than chance. */
package nyc.crime.grid.series;
