package nyc.crime.grid.series;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import io.quarkus.runtime.Startup;

import nyc.crime.grid.GridConfig;

/** How many people live in areas, as far as a file says so; read once, at the start. */
@Startup
@ApplicationScoped
public class Population {

    /** What has to be known with every rate. */
    static final String CAVEAT =
            "rates are records of the period per 1,000 residents; where many people work, visit or pass"
                    + " by they are high for few residents, and say nothing about these";

    private static final String HEAD = "area,residents";
    private static final Pattern LINE = Pattern.compile("\"?([a-z]+:[^\"]+)\"?,(\\d{1,9})");

    private final Map<String, Integer> residents;

    @Inject
    Population(GridConfig config) {
        this(read(config.areas().population()));
    }

    Population(Map<String, Integer> residents) {
        this.residents = residents;
    }

    /** How many live in an area such as {@code precinct:75}; null if that is not known, or nobody does. */
    public Integer of(String area) {
        return residents.get(area);
    }

    /**
     * Reads a table with the columns {@code area} and {@code residents}.
     *
     * @throws IllegalStateException if it is none, with the line that is wrong
     */
    static Map<String, Integer> read(Optional<Path> file) {
        Map<String, Integer> residents = new HashMap<>();
        if (file.isEmpty()) {
            return residents;
        }
        try {
            List<String> lines = Files.readAllLines(file.get());
            for (int i = 0; i < lines.size(); i++) {
                Matcher line = LINE.matcher(lines.get(i).strip());
                if (line.matches() && i > 0) {
                    int people = Integer.parseInt(line.group(2));
                    if (people > 0) {
                        residents.put(line.group(1), people);
                    }
                } else if (i > 0
                        ? !lines.get(i).isBlank()
                        : !lines.get(i).strip().equals(HEAD)) {
                    throw new IllegalStateException("nyc.grid.areas.population: line " + (i + 1) + " of " + file.get()
                            + " is not as " + (i == 0 ? HEAD : "KIND:ID,RESIDENTS"));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("nyc.grid.areas.population: " + file.get() + " cannot be read", e);
        }
        return residents;
    }
}
