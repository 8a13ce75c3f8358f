/** Training data: counts and mask from grid-service or from files, and the trainer's JSON files. */
package nyc.crime.training.data;
