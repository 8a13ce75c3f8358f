package nyc.crime.predict.models;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A dataset's models below the folder of its city's: {@code <dataset>/<version>/} holds {@link #NETWORK} and {@link
 * #DESCRIPTION} and never changes, and the file {@code <dataset>/current} names the version that answers. The marker is
 * replaced in one step, so whoever reads sees the old version or the new one. It is a file since symbolic links do not
 * outlive every kind of volume.
 */
public final class ModelFolder {

    /** A version's network. */
    public static final String NETWORK = "saved_model.pb";
    /** What it is. */
    public static final String DESCRIPTION = "model.json";
    /** The last {@link Promotion}. */
    public static final String PROMOTION = "promotion.json";

    private static final String CURRENT = "current";
    /** The city whose models may lie in no folder of a city: the shipped one, and those that were trained before. */
    private static final String FIRST_CITY = "nyc";

    private static final Pattern VERSION = Pattern.compile("\\d{8}-[0-9a-f]{8}");

    private final Path folder;

    /**
     * A model's place.
     *
     * @param version the name that the marker gives it; null for a folder that is a model's own
     * @param folder of the model's files
     * @param promotion where the last decision is, if there was one
     */
    public record Place(String version, Path folder, Path promotion) {}

    /**
     * @param models the folder of a city's models, which is named after it in that of all
     */
    public ModelFolder(Path models, String dataset) {
        this.folder = models.resolve(dataset);
    }

    /**
     * The model that answers: of the first folder that is a model's own or has a current one of the city.
     *
     * @throws IOException if a marker is there but names nothing
     */
    public static Optional<Place> current(List<Path> folders, String city, String dataset) throws IOException {
        for (Path models : folders) {
            if (Files.isRegularFile(models.resolve(DESCRIPTION))) {
                return Optional.of(new Place(null, models, models.resolve(PROMOTION)));
            }
            Optional<Place> place = new ModelFolder(models.resolve(city), dataset).place();
            if (place.isEmpty() && city.equals(FIRST_CITY)) {
                place = new ModelFolder(models, dataset).place();
            }
            if (place.isPresent()) {
                return place;
            }
        }
        return Optional.empty();
    }

    private Optional<Place> place() throws IOException {
        return current().map(version -> new Place(version, of(version), promotion()));
    }

    /**
     * The version that answers, if one was ever made current.
     *
     * @throws IOException if the marker cannot be read, or holds no version
     */
    public Optional<String> current() throws IOException {
        Path marker = folder.resolve(CURRENT);
        try {
            String version = Files.readString(marker).strip();
            if (!VERSION.matcher(version).matches()) {
                throw new IOException(marker + " names no version");
            }
            return Optional.of(version);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** The folder of a version. */
    public Path of(String version) {
        return folder.resolve(version);
    }

    /** Where the last decision is written. */
    public Path promotion() {
        return folder.resolve(PROMOTION);
    }

    /**
     * Takes a copy of a model's files, all of them or none; what is there already stays.
     *
     * @param model a folder with {@link #NETWORK} and {@link #DESCRIPTION}
     */
    public void add(String version, Path model) throws IOException {
        if (Files.isDirectory(of(version))) {
            return;
        }
        // A run that was ended in the middle may have left it.
        Path whole = Files.createDirectories(folder.resolve("." + version + ".part"));
        for (String file : List.of(NETWORK, DESCRIPTION)) {
            Files.copy(model.resolve(file), whole.resolve(file), StandardCopyOption.REPLACE_EXISTING);
        }
        Files.move(whole, of(version), StandardCopyOption.ATOMIC_MOVE);
    }

    /**
     * Makes a version the one that answers.
     *
     * @throws NoSuchFileException if it is not there
     */
    public void makeCurrent(String version) throws IOException {
        if (!VERSION.matcher(version).matches()
                || !Files.isRegularFile(of(version).resolve(DESCRIPTION))) {
            throw new NoSuchFileException(of(version).toString(), null, "there is no such version");
        }
        write(folder.resolve(CURRENT), version + "\n");
    }

    /** Replaces a file in one step. */
    public static void write(Path file, String text) throws IOException {
        Path whole = file.resolveSibling("." + file.getFileName() + ".part");
        Files.writeString(whole, text);
        Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
