/** Backtests: rolling-origin evaluation of every model on the same cells and days. */
package nyc.crime.predict.scoreboard;
