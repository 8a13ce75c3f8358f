/** Areas of the city by kind: their outlines as valid GeoJSON, and which of them a point is in. */
package nyc.crime.grid.areas;
