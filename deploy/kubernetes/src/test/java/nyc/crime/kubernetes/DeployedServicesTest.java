package nyc.crime.kubernetes;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Probe;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

import nyc.crime.testkit.ServiceProcess;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * The built services, started with the environment that the production overlay gives their pods. Only addresses are
 * replaced, by those of this machine; Redis is an address where nobody listens, as when it is down.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DeployedServicesTest {

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final Pattern METRIC = Pattern.compile("\\b([a-z]+(?:_[a-z]+)+)\\{");

    private static Overlay overlay;
    private static ServiceProcess standin;
    private static final Map<String, ServiceProcess> SERVICES = new HashMap<>();

    @BeforeAll
    static void start() {
        overlay = Overlay.render("production");
        standin = ServiceProcess.start("deploy/standin", Map.of());
        for (String name : ServiceSettings.NAMES) {
            SERVICES.put(name, ServiceProcess.start(ServiceSettings.module(name), environment(name)));
        }
    }

    @AfterAll
    static void stop() {
        SERVICES.values().forEach(ServiceProcess::close);
        if (standin != null) {
            standin.close();
        }
    }

    @Test
    @Order(1)
    void probesFindWhatTheyAskFor() throws Exception {
        for (String name : ServiceSettings.NAMES) {
            Container container = Overlay.container(overlay.pods().get(name));
            for (Probe probe :
                    List.of(container.getStartupProbe(), container.getReadinessProbe(), container.getLivenessProbe())) {
                String path = probe.getHttpGet().getPath();
                assertEquals(200, get(name, path).statusCode(), name + path);
            }
        }
    }

    /** With Redis away a month is fetched; and it passes through the whole chain. */
    @Test
    @Order(2)
    void theChainAnswers() throws Exception {
        assertEquals(200, get("ingest", "/v1/records/arrests/2024-03").statusCode());
        assertEquals(
                200,
                get("grid", "/v1/counts/arrests?from=2024-03-01&to=2024-03-31").statusCode());
        assertEquals(200, get("predict", "/v1/model").statusCode());
        assertEquals(200, get("web", "/").statusCode());
    }

    /** Empty addresses mean the page's own origin, in the page and in its content security policy. */
    @Test
    @Order(3)
    void thePageAsksItsOwnOrigin() throws Exception {
        HttpResponse<String> page = get("web", "/");
        String policy = page.headers().firstValue("Content-Security-Policy").orElseThrow();
        assertTrue(policy.matches(".*connect-src 'self'\\s*;.*"), policy);
        assertTrue(!page.body().contains("localhost"), page.body());
    }

    @Test
    @Order(4)
    void theDashboardAsksForMetricsThatTheServicesHave() throws Exception {
        send("PUT", standin.url() + "/admin/faults", "{\"p5xx\":0.3}");
        for (String month : List.of("2023-01", "2023-02", "2023-03")) {
            get("ingest", "/v1/records/arrests/" + month);
        }
        send("DELETE", standin.url() + "/admin/faults", "");
        Set<String> exposed = new TreeSet<>();
        for (String name : ServiceSettings.NAMES) {
            get(name, "/q/metrics").body().lines().forEach(line -> exposed.add(line.split("[{ ]")[0]));
        }
        JsonNode dashboard =
                new ObjectMapper().readTree(Repository.read("deploy/kubernetes/monitoring/nyc-crime.json"));
        Set<String> asked = dashboard.findValuesAsText("expr").stream()
                .flatMap(query -> METRIC.matcher(query).results())
                .map(MatchResult::group)
                .map(it -> it.substring(0, it.length() - 1))
                .collect(Collectors.toCollection(TreeSet::new));
        assertTrue(asked.size() > 12, asked::toString);
        asked.removeAll(exposed);
        assertEquals(Set.of(), asked, "no service exposes these");
    }

    @Test
    @Order(5)
    void theTrainerHasTheOptionsThatItIsGiven() throws Exception {
        Path jar = Repository.root().resolve("predict-service/training/target/training.jar");
        assertTrue(Files.isRegularFile(jar), jar + " is not built: run ./mvnw package -DskipTests first");
        List<String> arguments =
                Overlay.container(overlay.pods().get("training")).getArgs();
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-jar", jar.toString()));
        command.add(arguments.get(0));
        command.add("--help");
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String help = new String(process.getInputStream().readAllBytes());
        assertEquals(0, process.waitFor(), help);
        for (String argument : arguments.subList(1, arguments.size())) {
            String option = argument.replaceFirst("=.*", "");
            assertTrue(
                    Pattern.compile("(?m)(^|[\\s,\\[(|])" + option + "\\b")
                            .matcher(help)
                            .find(),
                    option + " in " + help);
        }
    }

    /** What a rolling update does to a pod: SIGTERM while somebody waits for an answer. */
    @Test
    @Order(6)
    void aRequestInFlightIsAnsweredBeforeTheEnd() throws Exception {
        send("PUT", standin.url() + "/admin/faults", "{\"latencyMs\":1500}");
        CompletableFuture<HttpResponse<String>> grid =
                later("grid", "/v1/counts/arrests?from=2022-05-01&to=2022-05-31");
        CompletableFuture<HttpResponse<String>> ingest = later("ingest", "/v1/records/arrests/2022-06");
        awaitUpstreamRequests();
        for (Map.Entry<String, CompletableFuture<HttpResponse<String>>> waiting :
                List.of(Map.entry("grid", grid), Map.entry("ingest", ingest))) {
            assertTrue(!waiting.getValue().isDone(), "answered before the SIGTERM: this tests nothing");
            SERVICES.remove(waiting.getKey()).close();
            assertEquals(200, waiting.getValue().get(30, TimeUnit.SECONDS).statusCode(), waiting.getKey());
        }
    }

    private static Map<String, String> environment(String name) {
        Map<String, String> environment = new HashMap<>();
        for (EnvVar variable : Overlay.container(overlay.pods().get(name)).getEnv()) {
            if (variable.getValue() != null) {
                environment.put(variable.getName(), variable.getValue());
            }
        }
        Map<String, String> here = new HashMap<>();
        here.put("UPSTREAM_URL", standin.url());
        here.put("INGEST_REDIS_URL", "redis://127.0.0.1:1");
        here.put(
                "NYC_PREDICT_MODEL_DIR",
                Repository.root().resolve("predict-service/model").toString());
        SERVICES.forEach((other, process) -> here.put(other.toUpperCase() + "_URL", process.url()));
        environment.replaceAll((key, value) -> value.isEmpty() ? value : here.getOrDefault(key, value));
        if (name.equals("predict")) {
            // The image's own, not the manifest's.
            environment.put(
                    "NYC_PREDICT_TENSORFLOW_DIR",
                    Repository.root()
                            .resolve("predict-service/target/tensorflow")
                            .toString());
        }
        return environment;
    }

    private static void awaitUpstreamRequests() throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (System.nanoTime() < end) {
            String waiting = get("ingest", "/q/metrics")
                    .body()
                    .lines()
                    .filter(line -> line.startsWith("ingest_upstream_in_flight"))
                    .findFirst()
                    .orElseThrow();
            if (Double.parseDouble(waiting.replaceFirst(".* ", "")) >= 2) {
                return;
            }
            Thread.sleep(20);
        }
        throw new IllegalStateException("the requests never reached the stand-in");
    }

    private static CompletableFuture<HttpResponse<String>> later(String name, String path) {
        return HTTP.sendAsync(
                HttpRequest.newBuilder(URI.create(SERVICES.get(name).url() + path))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static HttpResponse<String> get(String name, String path) throws IOException, InterruptedException {
        return send("GET", SERVICES.get(name).url() + path, "");
    }

    private static HttpResponse<String> send(String method, String url, String body)
            throws IOException, InterruptedException {
        return HTTP.send(
                HttpRequest.newBuilder(URI.create(url))
                        .header("Content-Type", "application/json")
                        .method(
                                method,
                                body.isEmpty()
                                        ? HttpRequest.BodyPublishers.noBody()
                                        : HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
