/** Feature engineering: the network's input tensors from daily counts, the same for training and serving. */
package nyc.crime.predict.inputs;
