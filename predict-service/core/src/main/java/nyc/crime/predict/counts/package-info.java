/** The data: daily count tensors on the forecast grid, the mask of the city's cells, and NumPy's array files. */
package nyc.crime.predict.counts;
