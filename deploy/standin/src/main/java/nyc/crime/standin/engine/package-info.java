/** Evaluates SoQL queries over columnar tables: name and type checks, filters, grouping, ordering, pages. */
package nyc.crime.standin.engine;
