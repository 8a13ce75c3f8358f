package nyc.crime.predict.models;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

class ModelFolderTest {

    private static final String ONE = "20150630-00000001";
    private static final String OTHER = "20150930-0000000a";

    @TempDir
    private Path folder;

    private Path model(String name, String content) throws IOException {
        Path model = Files.createDirectories(folder.resolve(name));
        Files.writeString(model.resolve(ModelFolder.NETWORK), content);
        Files.writeString(model.resolve(ModelFolder.DESCRIPTION), content);
        return model;
    }

    @Test
    void aVersionIsTakenWholeAndNeverChanged() throws IOException {
        Path models = folder.resolve("models");
        ModelFolder complaints = new ModelFolder(models, "complaints");
        assertEquals(Optional.empty(), complaints.current());
        // Left by a run that was ended in the middle.
        Path part = Files.createDirectories(models.resolve("complaints/." + ONE + ".part"));
        Files.writeString(part.resolve(ModelFolder.NETWORK), "half of");
        complaints.add(ONE, model("a", "one"));
        complaints.add(ONE, model("b", "another"));
        assertEquals("one", Files.readString(complaints.of(ONE).resolve(ModelFolder.NETWORK)));
        assertEquals(Optional.empty(), complaints.current());
        complaints.makeCurrent(ONE);
        complaints.add(OTHER, model("b", "another"));
        assertEquals(Optional.of(ONE), complaints.current());
        complaints.makeCurrent(OTHER);
        assertEquals(Optional.of(OTHER), complaints.current());
        try (var left = Files.list(models.resolve("complaints"))) {
            assertEquals(
                    List.of(ONE, OTHER, "current"),
                    left.map(path -> path.getFileName().toString()).sorted().toList());
        }
    }

    @Test
    void whatIsNoVersionIsRefused() throws IOException {
        ModelFolder complaints = new ModelFolder(folder, "complaints");
        complaints.add(ONE, model("a", "one"));
        for (String none : List.of(OTHER, "../a", "")) {
            assertThrows(NoSuchFileException.class, () -> complaints.makeCurrent(none));
        }
        for (String none : List.of("", "../a", "half")) {
            Files.writeString(folder.resolve("complaints/current"), none);
            assertThrows(IOException.class, complaints::current);
        }
    }

    @Test
    void theFirstFolderWithAModelCounts() throws IOException {
        Path first = folder.resolve("first");
        Path second = folder.resolve("second");
        List<Path> both = List.of(first, second);
        assertEquals(Optional.empty(), ModelFolder.current(both, "nyc", "complaints"));
        ModelFolder shipped = new ModelFolder(second, "complaints");
        shipped.add(ONE, model("a", "one"));
        shipped.makeCurrent(ONE);
        assertEquals(
                ONE,
                ModelFolder.current(both, "nyc", "complaints").orElseThrow().version());
        assertEquals(Optional.empty(), ModelFolder.current(both, "nyc", "arrests"));
        ModelFolder promoted = new ModelFolder(first, "complaints");
        promoted.add(OTHER, model("b", "another"));
        promoted.makeCurrent(OTHER);
        assertEquals(
                new ModelFolder.Place(
                        OTHER, first.resolve("complaints").resolve(OTHER), first.resolve("complaints/promotion.json")),
                ModelFolder.current(both, "nyc", "complaints").orElseThrow());
        Path own = model("own", "own");
        assertEquals(
                new ModelFolder.Place(null, own, own.resolve("promotion.json")),
                ModelFolder.current(List.of(own), "nyc", "complaints").orElseThrow());
    }

    @Test
    void citiesStayApartInOneFolder() throws IOException {
        List<Path> one = List.of(folder);
        ModelFolder shipped = new ModelFolder(folder, "crimes");
        shipped.add(ONE, model("a", "the first city's"));
        shipped.makeCurrent(ONE);
        assertEquals(
                folder.resolve("crimes").resolve(ONE),
                ModelFolder.current(one, "nyc", "crimes").orElseThrow().folder());
        assertEquals(Optional.empty(), ModelFolder.current(one, "chicago", "crimes"));
        for (String city : List.of("nyc", "chicago", "losangeles")) {
            ModelFolder own = new ModelFolder(folder.resolve(city), "crimes");
            own.add(OTHER, model("b", city));
            own.makeCurrent(OTHER);
        }
        for (String city : List.of("nyc", "chicago", "losangeles")) {
            Path found = ModelFolder.current(one, city, "crimes").orElseThrow().folder();
            assertEquals(city, Files.readString(found.resolve(ModelFolder.NETWORK)));
        }
    }
}
