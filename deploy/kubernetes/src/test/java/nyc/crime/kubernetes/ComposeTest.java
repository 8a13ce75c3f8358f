package nyc.crime.kubernetes;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Quantity;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** deploy/compose.yaml fits the services, the Dockerfiles and what Kubernetes runs. */
class ComposeTest {

    private static final Pattern ADDRESS = Pattern.compile("(?:http|redis)://([a-z]+):(\\d+)");
    private static final Pattern PUBLISHED = Pattern.compile("(127\\.0\\.0\\.1:)?\\$\\{(\\w+):-(\\d+)}:(\\d+)");
    private static final Pattern KNOWN = Pattern.compile(
            "image|build|read_only|tmpfs|cap_drop|security_opt|restart|stop_grace_period|user|command|volumes|networks|depends_on|environment|ports|mem_limit");

    private final JsonNode compose =
            Documents.of(Repository.read("deploy/compose.yaml")).get(0);
    private final JsonNode sample =
            Documents.of(Repository.read("deploy/compose.sample.yaml")).get(0);

    @Test
    void everythingRunsThatTheSystemIsMadeOf() {
        Set<String> expected = new TreeSet<>(ServiceSettings.NAMES);
        expected.add("redis");
        assertEquals(expected, new TreeSet<>(names(compose.path("services"))));
        for (JsonNode service : compose.path("services")) {
            names(service).forEach(key -> assertTrue(KNOWN.matcher(key).matches(), key));
            service.path("depends_on").forEach(it -> assertTrue(expected.contains(it.asText())));
            service.path("networks")
                    .forEach(it -> assertTrue(it.asText().equals("default")
                            || compose.path("networks").has(it.asText())));
        }
    }

    @Test
    void imagesAreBuiltFromTheDockerfiles() {
        for (String name : ServiceSettings.NAMES) {
            JsonNode service = service(name);
            assertEquals(
                    "nyc-crime/" + ServiceSettings.module(name) + ":dev",
                    service.path("image").asText());
            assertEquals(
                    "${VARIANT:-native}", service.path("build").path("target").asText());
            assertEquals(
                    ServiceSettings.of(name).port(),
                    service.path("build").path("args").path("PORT").asInt());
            assertBuilt(service, ServiceSettings.module(name));
        }
        JsonNode standin = sample.path("services").path("standin");
        assertEquals("nyc-crime/standin:dev", standin.path("image").asText());
        assertEquals("jvm", standin.path("build").path("target").asText());
        assertBuilt(standin, Dockerfile.STAND_IN);
    }

    private static void assertBuilt(JsonNode service, String module) {
        JsonNode build = service.path("build");
        Path context = Repository.root()
                .resolve("deploy")
                .resolve(build.path("context").asText());
        assertTrue(Files.isRegularFile(context.resolve(build.path("dockerfile").asText())));
        assertTrue(Files.isRegularFile(context.resolve(module).resolve("pom.xml")));
        assertEquals(module, build.path("args").path("SERVICE").asText());
        Set<String> arguments = Dockerfile.of(module).stages().values().stream()
                .flatMap(stage -> stage.all("ARG").stream())
                .map(it -> it.replaceFirst("=.*", ""))
                .collect(Collectors.toSet());
        assertTrue(arguments.containsAll(names(build.path("args"))), arguments::toString);
    }

    @Test
    void portsAndVariablesAreTheServices() {
        for (String name : ServiceSettings.NAMES) {
            ServiceSettings settings = ServiceSettings.of(name);
            Matcher published =
                    PUBLISHED.matcher(service(name).path("ports").get(0).asText());
            assertTrue(published.matches());
            // The services, with their /q, are for this host alone; the page is for everyone.
            assertEquals(name.equals("web"), published.group(1) == null, name);
            assertEquals(name.toUpperCase() + "_PORT", published.group(2));
            assertEquals(String.valueOf(settings.port()), published.group(3));
            assertEquals(String.valueOf(settings.port()), published.group(4));
            names(service(name).path("environment"))
                    .forEach(it -> assertTrue(settings.variables().contains(it), () -> name + " reads no " + it));
        }
    }

    @Test
    void addressesLeadToServices() {
        List<String> found = new ArrayList<>();
        for (String name : List.of("ingest", "grid", "predict")) {
            for (JsonNode value : service(name).path("environment")) {
                Matcher address = ADDRESS.matcher(value.asText());
                if (address.matches()) {
                    String target = address.group(1);
                    int port = target.equals("redis")
                            ? 6379
                            : ServiceSettings.of(target).port();
                    assertEquals(String.valueOf(port), address.group(2));
                    found.add(name + " -> " + target);
                }
            }
        }
        assertEquals(List.of("ingest -> redis", "grid -> ingest", "predict -> grid"), found);
    }

    @Test
    void nothingCanWriteOrGainRights() {
        List<JsonNode> all = new ArrayList<>();
        compose.path("services").forEach(all::add);
        all.add(sample.path("services").path("standin"));
        for (JsonNode service : all) {
            assertTrue(service.path("read_only").asBoolean());
            assertEquals("ALL", service.path("cap_drop").get(0).asText());
            assertEquals(
                    "no-new-privileges:true",
                    service.path("security_opt").get(0).asText());
            assertEquals("/tmp", service.path("tmpfs").get(0).asText());
        }
        assertTrue(service("redis").path("user").asText().matches("[1-9]\\d*:[1-9]\\d*"));
        assertTrue(compose.path("networks").path("store").path("internal").asBoolean());
        assertEquals(List.of("store"), texts(service("redis").path("networks")));
    }

    /** Redis 7.4.6 mends CVE-2025-49844; a password that is not set is an error, a token that is not set is none. */
    @Test
    void redisWantsAPasswordAndAnAbsentTokenIsNone() {
        String command = service("redis").path("command").asText();
        assertTrue(
                command.contains("--protected-mode yes") && command.contains("--requirepass ${REDIS_PASSWORD:?"),
                command);
        assertEquals(
                "${REDIS_PASSWORD}",
                service("ingest")
                        .path("environment")
                        .path("INGEST_REDIS_PASSWORD")
                        .asText());
        JsonNode environment = service("ingest").path("environment");
        assertTrue(environment.has("SOCRATA_APP_TOKEN")
                && environment.path("SOCRATA_APP_TOKEN").isNull());
        String[] version = service("redis")
                .path("image")
                .asText()
                .replaceAll("@.*", "")
                .replaceAll(".*:|-.*", "")
                .split("\\.");
        assertTrue(Integer.parseInt(version[0]) * 10_000
                        + Integer.parseInt(version[1]) * 100
                        + Integer.parseInt(version[2])
                >= 7_04_06);
        Container redis = Overlay.container(Overlay.render("dev").pods().get("redis"));
        assertTrue(
                redis.getArgs().containsAll(List.of("--protected-mode", "yes", "--requirepass", "$(REDISCLI_AUTH)")));
        assertEquals(
                "redis", redis.getEnv().get(0).getValueFrom().getSecretKeyRef().getName());
    }

    /** podman-compose 1.0.3, of Debian 12, leaves an empty default as it stands, starts what has a profile and cannot merge null. */
    @Test
    void podmanComposeReadsItToo() {
        for (String file : List.of("deploy/compose.yaml", "deploy/compose.sample.yaml")) {
            String text = Repository.read(file).replaceAll("(?m)^\\s*#.*$", "");
            assertFalse(text.matches("(?s).*\\$\\{\\w+:?-}.*"), file);
            assertFalse(text.contains("profiles:"), file);
        }
        assertTrue(compose.path("networks").has("default"));
        JsonNode over = sample.path("services").path("ingest").path("environment");
        JsonNode under = service("ingest").path("environment");
        for (String name : names(over)) {
            assertFalse(under.path(name).isNull(), name + " would be laid over a name without a value");
        }
    }

    /** The sample city's file changes where ingest asks, and what is started first. */
    @Test
    void theSampleCityComesFromTheStandIn() {
        assertEquals(Set.of("standin", "redis", "ingest"), names(sample.path("services")));
        JsonNode ingest = sample.path("services").path("ingest");
        assertEquals(Set.of("depends_on", "environment"), names(ingest));
        assertEquals(Set.of("UPSTREAM_URL", "NYC_INGEST_UPSTREAM_BREAKER_PAUSE"), names(ingest.path("environment")));
        assertEquals(
                "http://standin:"
                        + sample.path("services")
                                .path("standin")
                                .path("build")
                                .path("args")
                                .path("PORT")
                                .asText(),
                ingest.path("environment").path("UPSTREAM_URL").asText());
    }

    @Test
    void itIsWhatKubernetesRuns() {
        Overlay dev = Overlay.render("dev");
        for (String name : names(compose.path("services"))) {
            Container container = Overlay.container(dev.pods().get(name));
            if (!name.equals("redis")) {
                assertEquals(
                        container.getArgs(),
                        service(name).has("command")
                                ? List.of(service(name).path("command").asText())
                                : List.of(),
                        name);
            }
            assertEquals(container.getImage(), service(name).path("image").asText());
            if (service(name).has("mem_limit")) {
                Quantity limit = new Quantity(service(name)
                        .path("mem_limit")
                        .asText()
                        .replace("m", "Mi")
                        .replace("g", "Gi"));
                assertEquals(
                        limit.getNumericalAmount(),
                        container.getResources().getLimits().get("memory").getNumericalAmount(),
                        name);
            }
        }
    }

    /** What is released has the port and the heap that compose gives the same image. */
    @Test
    void itIsWhatIsReleased() {
        Set<String> released = new TreeSet<>();
        JsonNode matrix = Documents.of(Repository.read(".github/workflows/release.yml"))
                .get(0)
                .at("/jobs/image/strategy/matrix/include");
        for (JsonNode row : matrix) {
            String name = row.path("module").asText().replace("-service", "");
            String target = row.path("target").asText();
            if (target.equals("training")) {
                continue;
            }
            JsonNode arguments = service(name).path("build").path("args");
            // An executable reads no JAVA_OPTIONS.
            String options =
                    target.equals("jvm") ? arguments.path("JAVA_OPTIONS").asText() : "";
            assertEquals(options, row.path("options").asText(), name + ", " + target);
            assertEquals(arguments.path("PORT").asInt(), row.path("port").asInt(), name + ", " + target);
            released.add(name + ", " + target);
        }
        assertEquals(2 * ServiceSettings.NAMES.size(), released.size(), released::toString);
    }

    private JsonNode service(String name) {
        return compose.path("services").path(name);
    }

    private static Set<String> names(JsonNode object) {
        Set<String> names = new HashSet<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(it -> texts.add(it.asText()));
        return texts;
    }
}
