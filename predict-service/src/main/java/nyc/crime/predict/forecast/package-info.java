/** Forecasts: rates of a model, sample paths with shared overdispersion, prediction intervals, and their sums over places. */
package nyc.crime.predict.forecast;
