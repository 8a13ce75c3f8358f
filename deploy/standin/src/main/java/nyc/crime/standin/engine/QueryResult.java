package nyc.crime.standin.engine;

import java.util.List;

import nyc.crime.standin.data.Schema;

/**
 * What a query gives.
 *
 * @param columns names and types of the selected expressions
 * @param rows for each row its values as Socrata writes them; null where missing
 */
public record QueryResult(List<Schema.Column> columns, List<String[]> rows) {}
