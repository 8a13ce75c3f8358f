/** The Open Inference Protocol (KServe V2) over REST, with its binary tensor extension. */
package nyc.crime.predict.oip;
