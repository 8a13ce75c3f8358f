package nyc.crime.kubernetes;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.SecurityContext;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** The Pod Security Standards' profile {@code restricted}, and what we ask beyond it. */
class PodSecurityTest {

    @ParameterizedTest
    @MethodSource("nyc.crime.kubernetes.Overlay#all")
    void theNamespaceEnforcesIt(Overlay overlay) {
        assertEquals(
                "restricted",
                overlay.objects(Namespace.class)
                        .get(0)
                        .getMetadata()
                        .getLabels()
                        .get("pod-security.kubernetes.io/enforce"));
    }

    @ParameterizedTest
    @MethodSource("nyc.crime.kubernetes.Overlay#all")
    void everyPodKeepsToIt(Overlay overlay) {
        Set<String> expected = new HashSet<>(Set.of("ingest", "grid", "predict", "web", "redis", "training"));
        if (overlay.name().equals("sample")) {
            expected.add("standin");
        }
        assertEquals(expected, overlay.pods().keySet());
        overlay.pods().forEach((name, template) -> {
            PodSpec pod = template.getSpec();
            assertTrue(pod.getSecurityContext().getRunAsNonRoot(), name);
            assertTrue(pod.getSecurityContext().getRunAsUser() > 0, name);
            assertEquals(
                    "RuntimeDefault",
                    pod.getSecurityContext().getSeccompProfile().getType(),
                    name);
            assertNull(pod.getHostNetwork(), name);
            assertNull(pod.getHostPID(), name);
            assertNull(pod.getHostIPC(), name);
            pod.getVolumes().forEach(volume -> assertNull(volume.getHostPath(), name));
            Stream.concat(pod.getContainers().stream(), pod.getInitContainers().stream())
                    .forEach(container -> assertRestricted(name, container));
            // Beyond the profile.
            assertFalse(pod.getAutomountServiceAccountToken(), name);
            assertFalse(pod.getEnableServiceLinks(), name);
        });
    }

    private static void assertRestricted(String name, Container container) {
        SecurityContext context = container.getSecurityContext();
        assertFalse(context.getAllowPrivilegeEscalation(), name);
        assertEquals(List.of("ALL"), context.getCapabilities().getDrop(), name);
        assertTrue(context.getCapabilities().getAdd().isEmpty(), name);
        assertNull(context.getPrivileged(), name);
        assertNull(context.getRunAsUser(), name);
        container.getPorts().forEach(port -> assertNull(port.getHostPort(), name));
        // Beyond the profile.
        assertTrue(context.getReadOnlyRootFilesystem(), name);
    }
}
