/** Turns records of crimes into numbers on a map: heat grids, morph frames, daily counts, hot spots. */
package nyc.crime.grid;
