/** The one georeference (WGS 84): bounds, cells, and the mask of the cells that meet an outline of the city. */
package nyc.crime.grid.georef;
