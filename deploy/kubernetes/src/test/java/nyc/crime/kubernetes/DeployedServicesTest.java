package nyc.crime.kubernetes;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
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
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.networking.v1.HTTPIngressPath;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

import nyc.crime.testkit.ServiceProcess;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * The built services, started with the environment that the production overlay gives their pods. Only addresses are
 * replaced, by those of this machine; Redis is an address where nobody listens, as when it is down.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DeployedServicesTest {

    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
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

    /** What operators ask for leads nowhere from outside, however its path is written. */
    @Test
    @Order(3)
    void theIngressLeadsToThePageAndNotToTheOperatorsPaths() throws Exception {
        Map<String, Integer> ports = new HashMap<>();
        SERVICES.forEach(
                (name, process) -> ports.put(name, URI.create(process.url()).getPort()));
        List<HTTPIngressPath> rules = overlay.objects(Ingress.class)
                .get(0)
                .getSpec()
                .getRules()
                .get(0)
                .getHttp()
                .getPaths();
        try (IngressProxy ingress = new IngressProxy(rules, ports)) {
            for (String open : List.of("/", "/static/icon.svg", "/v1/datasets", "/v1/georef", "/v1/model", "/v2")) {
                assertEquals(200, ingress.status(open), open);
            }
            Map<String, Integer> reached = new TreeMap<>();
            for (String prefix :
                    List.of("", "/v1/datasets/..", "/v1/georef/..", "/v1/model/..", "/static/..", "/v2/..")) {
                for (String up : List.of(
                        "", "/..", "/%2e%2e", "/.%2E", "//..", "/..%2f..", "/..;/..;", "/%252e%252e/%252e%252e")) {
                    for (String path : List.of(
                            "/q/metrics", "/q/health", "/q/openapi", "/%71/metrics", "/q%2Fmetrics", "//q/metrics")) {
                        int status = ingress.status(prefix + up + path);
                        if (status < 400) {
                            reached.put(prefix + up + path, status);
                        }
                    }
                }
            }
            assertEquals(Map.of(), reached);
        }
    }

    @Test
    @Order(4)
    void theDashboardAsksForMetricsThatTheServicesHave() throws Exception {
        send("PUT", standin.url() + "/admin/faults", "{\"p5xx\":0.3}");
        for (String month : List.of("2023-01", "2023-02", "2023-03")) {
            get("ingest", "/v1/records/arrests/" + month);
        }
        send("DELETE", standin.url() + "/admin/faults", "");
        assertEquals(
                200,
                get("predict", "/v1/forecasts?origin=2015-06-30&days=1&by=city&model=convlstm")
                        .statusCode());
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
        assertTrue(asked.stream()
                .allMatch(it -> it.matches("(nyc_(ingest|grid|predict|web)|http|jvm|process|system)_.*")));
        asked.removeAll(exposed);
        assertEquals(Set.of(), asked, "no service exposes these");
    }

    @Test
    @Order(5)
    void theTrainerHasTheOptionsThatItIsGiven() throws Exception {
        Path jar = Repository.root().resolve("predict-service/training/target/training.jar");
        assertTrue(Files.isRegularFile(jar), jar + " is not built: run ./mvnw package -DskipTests first");
        PodSpec pod = overlay.pods().get("training").getSpec();
        List<String> options = new ArrayList<>(pod.getContainers().get(0).getArgs());
        String command = options.remove(0);
        assertEquals(4, options.size(), options::toString);
        String help = run(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                jar.toString(),
                command,
                "--help");
        for (String option : options) {
            assertTrue(
                    help.contains("--" + option.replaceFirst("^--([a-z-]+)=.*", "$1") + "="), option + " in " + help);
        }
    }

    /** What a rolling update does to a pod: SIGTERM while somebody waits for an answer. */
    @Test
    @Order(6)
    void aRequestInFlightIsAnsweredBeforeTheEnd() throws Exception {
        send("PUT", standin.url() + "/admin/faults", "{\"latencyMs\":1500}");
        Map<String, String> slow = new LinkedHashMap<>();
        slow.put("grid", "/v1/counts/arrests?from=2022-05-01&to=2022-05-31");
        slow.put("ingest", "/v1/records/arrests/2022-06");
        for (Map.Entry<String, String> request : slow.entrySet()) {
            CompletableFuture<HttpResponse<String>> answer = later(request.getKey(), request.getValue());
            awaitUpstreamRequest();
            assertFalse(answer.isDone(), "answered before the SIGTERM: this tests nothing");
            SERVICES.remove(request.getKey()).close();
            assertEquals(200, answer.get(30, TimeUnit.SECONDS).statusCode(), request.getKey());
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
        here.put("INGEST_REDIS_URL", "redis://127.0.0.1:1");
        here.put(
                "NYC_PREDICT_MODEL_DIR",
                Repository.root().resolve("predict-service/model").toString());
        SERVICES.forEach((other, process) -> here.put(other.toUpperCase() + "_URL", process.url()));
        environment.replaceAll((key, value) -> value.isEmpty() ? value : here.getOrDefault(key, value));
        if (name.equals("ingest")) {
            // In place of the host in the city's profile.
            environment.put("UPSTREAM_URL", standin.url());
        }
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

    private static String run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), output);
        return output;
    }

    private static void awaitUpstreamRequest() throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (System.nanoTime() < end) {
            String waiting = get("ingest", "/q/metrics")
                    .body()
                    .lines()
                    .filter(line -> line.startsWith("nyc_ingest_upstream_in_flight"))
                    .findFirst()
                    .orElseThrow();
            if (Double.parseDouble(waiting.replaceFirst(".* ", "")) >= 1) {
                return;
            }
            Thread.sleep(20);
        }
        throw new IllegalStateException("the request never reached the stand-in");
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
