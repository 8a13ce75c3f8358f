/** Baselines that a network has to beat: historical averages and climatology. */
package nyc.crime.predict.baseline;
