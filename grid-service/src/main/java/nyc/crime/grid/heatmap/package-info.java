/** Intensity grids: binned counts, Gaussian kernel density, the scale at the 95th percentile, and the morph from month to month. */
package nyc.crime.grid.heatmap;
