/** The command line: train, evaluate, tune. */
package nyc.crime.training.cli;
