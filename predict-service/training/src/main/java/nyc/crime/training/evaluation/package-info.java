/** Rolling-origin evaluation of exported models and baselines, and the dispersion of city totals. */
package nyc.crime.training.evaluation;
