/** Proper scoring rules and count distributions: squared error, Poisson deviance, CRPS, coverage, hit rate and PAI. */
package nyc.crime.predict.scores;
