package nyc.crime.predict.counts;

import java.time.LocalDate;

/**
 * Records by police precinct.
 *
 * @param ids precinct numbers, ascending
 * @param cell cell of each share, row-major index
 * @param precinct index into {@code ids} of each share
 * @param records records behind each share
 * @param first first day of {@code daily}
 * @param daily records in the city's cells, {@code [days][ids]}
 */
public record Precincts(int[] ids, int[] cell, int[] precinct, int[] records, LocalDate first, int[][] daily) {}
