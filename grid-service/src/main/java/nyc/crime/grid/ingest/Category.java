package nyc.crime.grid.ingest;

import java.util.List;
import java.util.stream.IntStream;

import nyc.crime.city.CityProfile;

/**
 * A category of the city's offences.
 *
 * @param number its number in the columns
 * @param name its name in questions and answers
 */
public record Category(int number, String name) implements Comparable<Category> {

    /** The city's categories, by number. */
    public static List<Category> of(CityProfile city) {
        List<String> names = city.categoryNames();
        return IntStream.range(0, names.size())
                .mapToObj(number -> new Category(number, names.get(number)))
                .toList();
    }

    @Override
    public int compareTo(Category other) {
        return Integer.compare(number, other.number);
    }

    @Override
    public String toString() {
        return name;
    }
}
