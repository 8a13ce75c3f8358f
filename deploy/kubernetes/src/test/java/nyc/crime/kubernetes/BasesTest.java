package nyc.crime.kubernetes;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** The images of others: each is chosen once, in deploy/docker/bases. */
class BasesTest {

    private static final Pattern IMAGE =
            Pattern.compile("[a-z0-9]+(?:\\.[a-z0-9]+)+/[\\w./-]+:[\\w.-]+(?:@sha256:[0-9a-f]{64})?");
    private static final Set<String> KINDS = Set.of("jdk", "runtime", "graalvm", "native-runtime", "redis");

    /** Names by kind. */
    static Map<String, String> bases() {
        return Repository.read("deploy/docker/bases")
                .lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.split("=", 2))
                .collect(Collectors.toMap(it -> it[0], it -> it[1], (a, b) -> a, LinkedHashMap::new));
    }

    @Test
    void everyBaseIsAFixedReleaseAndUsed() {
        assertEquals(KINDS, bases().keySet());
        bases().values().forEach(name -> {
            assertTrue(IMAGE.matcher(name).matches(), name);
            assertFalse(name.matches(".*:latest(@.*)?"), name);
        });
        Set<String> named = new TreeSet<>();
        for (String file : List.of("deploy/docker/Dockerfile", "deploy/compose.yaml", "deploy/compose.sample.yaml")) {
            named.addAll(images(Repository.read(file)));
        }
        for (Overlay overlay : Overlay.all().toList()) {
            overlay.pods()
                    .values()
                    .forEach(pod -> Stream.concat(
                                    pod.getSpec().getContainers().stream(), pod.getSpec().getInitContainers().stream())
                            .map(it -> it.getImage())
                            .filter(it -> !it.contains("nyc-crime/"))
                            .forEach(named::add));
        }
        assertEquals(new TreeSet<>(bases().values()), named);
    }

    /** Against registries that a script stands in for, twice, for the second time finds digests to replace. */
    @Test
    void pinWritesDigestsWhereverAnImageIsNamed(@TempDir Path checkout) throws Exception {
        List<String> files = List.of(
                "deploy/docker/bases",
                "deploy/docker/pin",
                "deploy/docker/Dockerfile",
                "deploy/compose.yaml",
                "deploy/kubernetes/base/redis.yaml");
        for (String file : files) {
            Path copy = checkout.resolve(file);
            Files.createDirectories(copy.getParent());
            Files.copy(Repository.root().resolve(file), copy);
        }
        for (String digit : List.of("a", "b")) {
            String digest = "sha256:" + digit.repeat(64);
            Path docker = checkout.resolve("bin/docker");
            Files.createDirectories(docker.getParent());
            Files.writeString(docker, "#!/bin/sh\necho " + digest + "\n");
            assertTrue(docker.toFile().setExecutable(true));
            pin(checkout);
            int pinned = 0;
            for (String file : files) {
                String text = Files.readString(checkout.resolve(file));
                for (String image : images(text)) {
                    assertTrue(image.endsWith("@" + digest), file + ": " + image);
                    pinned++;
                }
                String before = Repository.read(file).replaceAll("@sha256:[0-9a-f]{64}", "");
                assertEquals(before, text.replace("@" + digest, ""), file);
            }
            assertEquals(11, pinned);
        }
    }

    private static void pin(Path checkout) throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder("bash", checkout.resolve("deploy/docker/pin").toString());
        builder.environment().merge("PATH", checkout.resolve("bin") + ":", (path, bin) -> bin + path);
        Process process = builder.redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), said);
    }

    private static List<String> images(String text) {
        return IMAGE.matcher(text.replaceAll("(?m)^\\s*#.*$", ""))
                .results()
                .map(MatchResult::group)
                .toList();
    }
}
