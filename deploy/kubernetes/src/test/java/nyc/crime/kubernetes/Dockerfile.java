package nyc.crime.kubernetes;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The images' file, read for one module.
 *
 * @param service the module's folder
 * @param arguments the arguments before the first stage, with their defaults
 * @param stages the stages by name, in order
 */
record Dockerfile(String service, Map<String, String> arguments, Map<String, Stage> stages) {

    static final String TRAINER = "predict-service/training";
    static final String STAND_IN = "deploy/standin";

    /** The file as it is for each module that becomes an image. */
    static Stream<Dockerfile> all() {
        return Stream.concat(ServiceSettings.NAMES.stream().map(ServiceSettings::module), Stream.of(TRAINER, STAND_IN))
                .map(Dockerfile::of);
    }

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

    /** deploy/docker/Dockerfile, as it is for a module. */
    static Dockerfile of(String service) {
        Map<String, String> arguments = new LinkedHashMap<>();
        Map<String, Stage> stages = new LinkedHashMap<>();
        List<Instruction> current = null;
        String text = Repository.read("deploy/docker/Dockerfile")
                .replaceAll("(?m)^\\s*#.*\\n", "")
                .replaceAll("\\\\\\n\\s*", "")
                .replace("${SERVICE}", service);
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
        return new Dockerfile(service, arguments, stages);
    }

    @Override
    public String toString() {
        return service;
    }

    /** The stages that become a module's images. */
    List<Stage> targets() {
        return switch (service) {
            case TRAINER -> List.of(stages.get("training"));
            case STAND_IN -> List.of(stages.get("jvm"));
            default -> List.of(stages.get("jvm"), stages.get("native"));
        };
    }
}
