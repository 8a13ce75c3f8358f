package nyc.crime.kubernetes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A file of deploy/docker.
 *
 * @param name the image's name
 * @param arguments the arguments before the first stage, with their defaults
 * @param stages the stages by name, in order
 */
record Dockerfile(String name, Map<String, String> arguments, Map<String, Stage> stages) {

    /**
     * A stage.
     *
     * @param base what it starts from: an image, an earlier stage or an argument
     * @param instructions all after FROM
     */
    record Stage(String base, List<Instruction> instructions) {

        /** The rests of the instructions of a kind. */
        List<String> all(String keyword) {
            return instructions.stream()
                    .filter(it -> it.keyword.equals(keyword))
                    .map(Instruction::rest)
                    .toList();
        }
    }

    /**
     * An instruction.
     *
     * @param keyword such as COPY
     * @param rest what follows it, lines joined
     */
    record Instruction(String keyword, String rest) {}

    static Stream<Dockerfile> all() {
        try (Stream<Path> files = Files.list(Repository.root().resolve("deploy/docker"))) {
            return files
                    .map(it -> it.getFileName().toString())
                    .filter(it -> it.endsWith(".Dockerfile"))
                    .sorted()
                    .map(it -> of(it.replace(".Dockerfile", "")))
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Dockerfile of(String name) {
        Map<String, String> arguments = new LinkedHashMap<>();
        Map<String, Stage> stages = new LinkedHashMap<>();
        List<Instruction> current = null;
        String text = Repository.read("deploy/docker/" + name + ".Dockerfile")
                .replaceAll("(?m)^\\s*#.*\\n", "")
                .replaceAll("\\\\\\n\\s*", "");
        for (String line : text.split("\\n")) {
            if (line.isBlank()) {
                continue;
            }
            String[] parts = line.strip().split("\\s+", 2);
            if (parts[0].equals("FROM")) {
                String[] from = parts[1].split("\\s+AS\\s+");
                current = new ArrayList<>();
                stages.put(from[1], new Stage(from[0], current));
            } else if (current == null) {
                String[] argument = parts[1].split("=", 2);
                arguments.put(argument[0], argument[1]);
            } else {
                current.add(new Instruction(parts[0], parts[1]));
            }
        }
        return new Dockerfile(name, arguments, stages);
    }

    @Override
    public String toString() {
        return name;
    }
}
