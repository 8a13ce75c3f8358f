/** Fault injection: latency, throttling, server errors, truncated and slow bodies, connection resets. */
package nyc.crime.standin.faults;
