/** Emerging hot spots: Getis-Ord Gi* with false-discovery correction, and the Mann-Kendall trend of each cell. */
package nyc.crime.grid.hotspots;
