/** The REST API: forecasts, the scoreboard and the model card; request validation and the response cache. */
package nyc.crime.predict.api;
