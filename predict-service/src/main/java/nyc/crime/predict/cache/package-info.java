/** Caches of values that go stale: single flight, freshness by the value's own word. */
package nyc.crime.predict.cache;
