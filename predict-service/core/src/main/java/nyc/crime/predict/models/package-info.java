/** Where models are kept: a folder for each version, and which of them answers. */
package nyc.crime.predict.models;
