/** The network at run time: a TensorFlow SavedModel run by DJL, in the JVM and in a native executable. */
package nyc.crime.predict.model;
