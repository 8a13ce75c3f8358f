/** Export as a SavedModel with its description. */
package nyc.crime.training.export;
