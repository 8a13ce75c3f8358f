/** The REST API: one resource for each kind of answer, the checks of its parameters, and the cache of encoded responses. */
package nyc.crime.grid.api;
