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
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** The images' files, checked without an engine: what they copy exists, and what they run is nobody's root. */
class DockerfileTest {

    private static final Pattern MODULE = Pattern.compile("<module>([^<]+)</module>");
    private static final String LAID_OUT = "/out/";

    /** Who names no target gets an executable. */
    @Test
    void theLastStageIsTheExecutable() {
        List<String> stages = new ArrayList<>(Dockerfile.of("web").stages().keySet());
        assertEquals("native", stages.get(stages.size() - 1));
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
        Set<String> earlier = new HashSet<>(Set.of("scratch"));
        file.stages().forEach((name, stage) -> {
            String base = base(file, stage);
            if (!earlier.contains(base)) {
                assertTrue(BasesTest.bases().containsValue(base), base + " is not in deploy/docker/bases");
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
    void whatRanOutOfMemoryEnds(Dockerfile file) {
        for (Dockerfile.Stage stage : file.targets()) {
            assertTrue(Stream.concat(stage.all("ENV").stream(), stage.all("ENTRYPOINT").stream())
                    .anyMatch(it -> it.contains("-XX:+ExitOnOutOfMemoryError")));
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
                    Dockerfile.Stage build =
                            file.stages().get(base(file, file.stages().get(from)));
                    assertTrue(source.startsWith(LAID_OUT), source);
                    assertMade(file.service(), source.substring(LAID_OUT.length()), build);
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
            assertTrue(stage.all("COPY").stream().anyMatch(it -> it.endsWith("/out/sbom/ /sbom/")));
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
        for (String needed : List.of(
                "mvnw",
                ".mvn/jvm.config",
                "web/src/main/resources/application.properties",
                "deploy/docker/assemble",
                "deploy/standin/pom.xml")) {
            assertFalse(ignored(needed), needed);
        }
        for (String needless : List.of(
                ".git/HEAD",
                "web/target/web.jar",
                "target",
                "deploy/docker/bases",
                "deploy/kubernetes/base/web.yaml")) {
            assertTrue(ignored(needless), needless);
        }
    }

    @ParameterizedTest
    @MethodSource("nyc.crime.kubernetes.Dockerfile#all")
    void tensorFlowIsStrippedAndALayerBelowAllThatChanges(Dockerfile file) {
        for (Dockerfile.Stage stage : file.targets()) {
            Matcher first = Pattern.compile("--from=([\\w-]+) /out/tensorflow/ (\\S+)/")
                    .matcher(stage.all("COPY").get(0));
            assertTrue(first.matches(), stage.all("COPY")::toString);
            assertTrue(stage.all("ENV").stream().anyMatch(it -> it.contains("=" + first.group(2))), first.group(2));
        }
        assertTrue(Repository.read("deploy/docker/assemble").contains("strip --strip-unneeded -o \"$out/tensorflow/"));
    }

    /** A new volume takes its owner from the image's folder, so it has to belong to whom the image runs as. */
    @ParameterizedTest
    @MethodSource("nyc.crime.kubernetes.Dockerfile#all")
    void theRecordsFolderIsTheUsersOwn(Dockerfile file) {
        for (Dockerfile.Stage stage : file.targets()) {
            boolean trainer = file.service().equals(Dockerfile.TRAINER);
            assertEquals(
                    !trainer,
                    stage.all("COPY").stream().anyMatch(it -> it.contains("--chown=65532:65532 /out/writable/ /")));
        }
    }

    /** A stage's base, its argument put in. */
    private static String base(Dockerfile file, Dockerfile.Stage stage) {
        Matcher argument = Pattern.compile("\\$\\{(\\w+)}").matcher(stage.base());
        return argument.matches() ? file.arguments().get(argument.group(1)) : stage.base();
    }

    /** What assemble lays out after a build. */
    private static void assertMade(String service, String path, Dockerfile.Stage build) {
        List<String> commands = build.all("RUN");
        assertTrue(commands.get(commands.size() - 1).endsWith("deploy/docker/assemble " + service + " /out"));
        if (path.equals("application")) {
            // Made by -Dnative only.
            assertTrue(commands.stream().anyMatch(it -> it.contains(" -Dnative ")), path);
        } else if (List.of("tensorflow/", "model/", "sbom/", "writable/").contains(path)) {
            // Made always, perhaps empty.
            assertTrue(
                    Repository.read("deploy/docker/assemble")
                            .contains("mkdir -p \"$out\"/{tensorflow,model,sbom,writable/record}"),
                    path);
        } else {
            Path built = Repository.root().resolve(service).resolve("target").resolve(path);
            assertTrue(Files.exists(built), built + " was not made by the build (./mvnw package -DskipTests)");
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
