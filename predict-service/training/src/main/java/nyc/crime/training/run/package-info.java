/** Training runs: samples, epochs, checkpoints, early stopping, temporal cross-validation. */
package nyc.crime.training.run;
