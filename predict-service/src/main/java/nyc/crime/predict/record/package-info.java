/** The public record of forecasts: sealed before their days come, scored when these are published. */
package nyc.crime.predict.record;
