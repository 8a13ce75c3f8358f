package nyc.crime.kubernetes;

import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** The images' files, checked without an engine: what they copy exists, and what they run is nobody's root. */
class DockerfileTest {

    private static final Pattern MODULE = Pattern.compile("<module>([^<]+)</module>");
    private static final String SOURCES = "/src/";

    /** Who names no target gets a jar. */
    @Test
    void theLastStageIsTheJar() {
        assertEquals("jvm", new ArrayList<>(Dockerfile.of("web").stages().keySet()).get(4));
        assertEquals(5, Dockerfile.of("web").stages().size());
    }

    /** Debian's buildah and podman know none of these. */
    @Test
    void buildersWithoutBuildKitReadItToo() {
        String file = Repository.read("deploy/docker/Dockerfile");
        for (String newer : List.of("--link", "--parents", "<<EOF", "# syntax=")) {
            assertFalse(file.contains(newer), newer);
        }
    }

    @ParameterizedTest
    @MethodSource("nyc.crime.kubernetes.Dockerfile#all")
    void basesAreEarlierStagesOrTaggedImages(Dockerfile file) {
        Set<String> earlier = new HashSet<>();
        file.stages().forEach((name, stage) -> {
            if (!earlier.contains(stage.base())) {
                Matcher argument = Pattern.compile("\\$\\{(\\w+)}").matcher(stage.base());
                assertTrue(argument.matches(), stage.base());
                String image = file.arguments().get(argument.group(1));
                assertTrue(image.matches("[a-z0-9.]+/.+:(?!latest$)[\\w.-]+"), image);
            }
            earlier.add(name);
        });
    }

    @ParameterizedTest
    @MethodSource("nyc.crime.kubernetes.Dockerfile#all")
    void imagesRunAsNobodyAndWithoutAShell(Dockerfile file) {
        for (Dockerfile.Stage stage : file.targets()) {
            assertEquals(List.of("65532:65532"), stage.all("USER"));
            assertEquals(List.of(), stage.all("RUN"));
            assertTrue(stage.base().equals("${JAVA_RUNTIME}") || stage.base().equals("${NATIVE_RUNTIME}"));
            assertTrue(stage.all("ENTRYPOINT").get(0).startsWith("[\"/"));
            assertTrue(stage.all("ENV").stream().anyMatch(it -> it.contains("HOME=/tmp")));
        }
    }

    @ParameterizedTest
    @MethodSource("nyc.crime.kubernetes.Dockerfile#all")
    void labelsSayWhatAndOfWhichRevision(Dockerfile file) {
        for (Dockerfile.Stage stage : file.targets()) {
            String labels = stage.all("LABEL").get(0);
            for (String label : List.of("title", "licenses", "version", "revision")) {
                assertTrue(labels.contains("org.opencontainers.image." + label + "=\""), label);
            }
            List<String> keywords = stage.instructions().stream()
                    .map(it -> it.keyword() + " " + it.rest().replaceFirst("=.*", ""))
                    .toList();
            // A new revision must not make the layers anew.
            int copied = keywords.lastIndexOf(keywords.stream()
                    .filter(it -> it.startsWith("COPY "))
                    .reduce((a, b) -> b)
                    .orElseThrow());
            assertTrue(copied < keywords.indexOf("ARG VERSION") && copied < keywords.indexOf("ARG REVISION"));
        }
    }

    @ParameterizedTest
    @MethodSource("nyc.crime.kubernetes.Dockerfile#all")
    void whatIsCopiedIsWhatTheBuildMakes(Dockerfile file) {
        int copies = 0;
        for (Dockerfile.Stage stage : file.targets()) {
            for (String copy : stage.all("COPY")) {
                List<String> words = new ArrayList<>(List.of(copy.split("\\s+")));
                String from = words.stream()
                        .filter(it -> it.startsWith("--from="))
                        .map(it -> it.substring("--from=".length()))
                        .findFirst()
                        .orElse(null);
                words.removeIf(it -> it.startsWith("--"));
                String source = words.get(0);
                if (from == null) {
                    assertTrue(Files.exists(Repository.root().resolve(source)), source + " is not in the repository");
                    assertFalse(ignored(source.replaceFirst("/$", "")), source + " is left out by .dockerignore");
                } else {
                    assertTrue(file.stages().containsKey(from), from);
                    assertTrue(source.startsWith(SOURCES), source);
                    assertMade(source.substring(SOURCES.length()), file.stages().get(from));
                }
                copies++;
            }
        }
        assertTrue(copies >= 3);
    }

    @ParameterizedTest
    @MethodSource("nyc.crime.kubernetes.Dockerfile#all")
    void everyImageHoldsItsBillOfMaterials(Dockerfile file) {
        for (Dockerfile.Stage stage : file.targets()) {
            assertTrue(stage.all("COPY").stream().anyMatch(it -> it.endsWith("/target/bom.json /sbom/")));
        }
        file.stages()
                .forEach((name, stage) -> stage.all("RUN").stream()
                        .filter(it -> it.contains("mvnw"))
                        .forEach(it -> assertTrue(it.contains(" -Dsbom "), it)));
        assertTrue(Repository.read("pom.xml").contains("<id>sbom</id>"));
    }

    /** Maven reads every module's pom, whichever it builds. */
    @Test
    void everyPomReachesTheBuild() {
        Set<String> poms = new TreeSet<>();
        collectPoms("", poms);
        assertTrue(poms.size() > 6, poms::toString);
        poms.forEach(pom -> assertFalse(ignored(pom), pom + " is left out by .dockerignore"));
        for (String needed : List.of("mvnw", ".mvn/jvm.config", "web/src/main/resources/application.properties")) {
            assertFalse(ignored(needed), needed);
        }
        for (String needless :
                List.of(".git/HEAD", "web/target/web.jar", "target", "deploy/kubernetes/base/web.yaml")) {
            assertTrue(ignored(needless), needless);
        }
    }

    @ParameterizedTest
    @MethodSource("nyc.crime.kubernetes.Dockerfile#all")
    void tensorFlowIsStrippedAndALayerBelowAllThatChanges(Dockerfile file) {
        for (Dockerfile.Stage stage : file.targets()) {
            Matcher first = Pattern.compile("--from=([\\w-]+) /src/tensorflow/ (\\S+)/")
                    .matcher(stage.all("COPY").get(0));
            assertTrue(first.matches(), stage.all("COPY")::toString);
            assertTrue(stage.all("ENV").stream().anyMatch(it -> it.contains("=" + first.group(2))), first.group(2));
            assertTrue(file.stages().get(first.group(1)).all("RUN").stream()
                    .anyMatch(it -> it.contains("strip --strip-unneeded")));
        }
    }

    private static void assertMade(String path, Dockerfile.Stage build) {
        if (path.endsWith("/target/*-runner")) {
            // Made by -Dnative only.
            assertTrue(build.all("RUN").stream().anyMatch(it -> it.contains(" -Dnative ")), path);
        } else if (path.equals("tensorflow/") || path.endsWith("/model/")) {
            String folder = path.replaceFirst("/$", "");
            assertTrue(build.all("RUN").stream().anyMatch(it -> it.matches("mkdir -p .*\\b" + folder + "\\b.*")), path);
        } else if (path.endsWith("/target/bom.json")) {
            // Made by -Dsbom only.
            assertTrue(Files.exists(Repository.root().resolve(path.replace("target/bom.json", "pom.xml"))), path);
        } else {
            assertTrue(
                    Files.exists(Repository.root().resolve(path)),
                    path + " was not made by the build (./mvnw package -DskipTests)");
        }
    }

    private static void collectPoms(String folder, Set<String> poms) {
        String pom = folder + "pom.xml";
        poms.add(pom);
        MODULE.matcher(Repository.read(pom)).results().forEach(it -> collectPoms(folder + it.group(1) + "/", poms));
    }

    /** Whether .dockerignore leaves a path out: the last pattern that matches it or a folder above it decides. */
    private static boolean ignored(String path) {
        boolean ignored = false;
        for (String line : Repository.read(".dockerignore").split("\\n")) {
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            boolean exception = line.startsWith("!");
            String pattern = exception ? line.substring(1) : line;
            for (Path part = Path.of(path); part != null; part = part.getParent()) {
                if (matches(pattern, part)) {
                    ignored = !exception;
                }
            }
        }
        return ignored;
    }

    private static boolean matches(String pattern, Path path) {
        return FileSystems.getDefault().getPathMatcher("glob:" + pattern).matches(path)
                || pattern.startsWith("**/") && matches(pattern.substring(3), path);
    }
}
