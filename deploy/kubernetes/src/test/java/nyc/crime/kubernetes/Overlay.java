package nyc.crime.kubernetes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import org.junit.jupiter.api.Assumptions;

/**
 * What {@code kubectl kustomize} makes of an overlay.
 *
 * @param name the overlay's folder
 * @param documents the objects as rendered
 */
record Overlay(String name, List<JsonNode> documents) {

    private static final Map<String, Overlay> RENDERED = new ConcurrentHashMap<>();

    /** All overlays, rendered; the calling test is skipped where there is no kubectl. */
    static Stream<Overlay> all() {
        Assumptions.assumeTrue(kubectl() != null, "skipped: kubectl is not installed");
        try (Stream<Path> folders = Files.list(Repository.root().resolve("deploy/kubernetes/overlays"))
                .sorted()) {
            return folders.map(folder -> folder.getFileName().toString()).toList().stream()
                    .map(Overlay::render);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Overlay render(String name) {
        Assumptions.assumeTrue(kubectl() != null, "skipped: kubectl is not installed");
        return RENDERED.computeIfAbsent(name, Overlay::run);
    }

    /** The objects of a kind, read strictly. */
    <T extends HasMetadata> List<T> objects(Class<T> type) {
        return documents.stream()
                .map(Overlay::strict)
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }

    /** The pods that the overlay makes, by the name of what makes them. */
    Map<String, PodTemplateSpec> pods() {
        Map<String, PodTemplateSpec> pods = new LinkedHashMap<>();
        objects(Deployment.class)
                .forEach(it -> pods.put(it.getMetadata().getName(), it.getSpec().getTemplate()));
        objects(StatefulSet.class)
                .forEach(it -> pods.put(it.getMetadata().getName(), it.getSpec().getTemplate()));
        objects(CronJob.class)
                .forEach(it -> pods.put(
                        it.getMetadata().getName(),
                        it.getSpec().getJobTemplate().getSpec().getTemplate()));
        return pods;
    }

    /** A pod's only container. */
    static Container container(PodTemplateSpec pod) {
        if (pod.getSpec().getContainers().size() != 1) {
            throw new IllegalStateException(
                    "expected one container: " + pod.getSpec().getContainers());
        }
        return pod.getSpec().getContainers().get(0);
    }

    @Override
    public String toString() {
        return name;
    }

    private static HasMetadata strict(JsonNode document) {
        try {
            return StrictModel.read(document);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(document.path("metadata").path("name") + ": " + e.getMessage(), e);
        }
    }

    private static Path kubectl() {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
                .map(folder -> Path.of(folder, "kubectl"))
                .filter(Files::isExecutable)
                .findFirst()
                .orElse(null);
    }

    private static Overlay run(String name) {
        try {
            Path errors = Files.createTempFile("kustomize", ".log");
            Process process = new ProcessBuilder(
                            kubectl().toString(), "kustomize", "deploy/kubernetes/overlays/" + name)
                    .directory(Repository.root().toFile())
                    .redirectError(errors.toFile())
                    .start();
            byte[] rendered = process.getInputStream().readAllBytes();
            // Deprecated fields are warned of.
            if (process.waitFor() != 0 || Files.size(errors) > 0) {
                throw new IllegalStateException("kubectl kustomize " + name + ": " + Files.readString(errors));
            }
            Files.delete(errors);
            return new Overlay(name, Documents.of(new String(rendered, StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
