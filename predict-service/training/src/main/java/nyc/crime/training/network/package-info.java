/** Network architectures as TensorFlow graphs, and the graph that trains them. */
package nyc.crime.training.network;
