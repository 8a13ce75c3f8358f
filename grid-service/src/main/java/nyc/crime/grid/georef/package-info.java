/** The one georeference (WGS 84): bounds, cells, and the mask of the cells that meet a borough. */
package nyc.crime.grid.georef;
