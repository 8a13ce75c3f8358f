/** Settings of predict-service: forecasts of recorded crime by a ConvLSTM and by baselines, and how good they are. */
package nyc.crime.predict;
