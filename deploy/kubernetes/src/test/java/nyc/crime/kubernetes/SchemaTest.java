package nyc.crime.kubernetes;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Every rendered object is one that the API server takes. */
class SchemaTest {

    private static final List<String> POINTERS = List.of(
            "",
            "/spec",
            "/spec/template/spec",
            "/spec/template/spec/containers/0",
            "/spec/template/spec/containers/0/readinessProbe/httpGet",
            "/spec/jobTemplate/spec/template/spec/containers/0/securityContext",
            "/spec/ports/0",
            "/spec/rules/0/http/paths/0/backend/service",
            "/spec/metrics/0/resource/target",
            "/spec/ingress/0/from/0",
            "/spec/endpoints/0");

    @ParameterizedTest
    @MethodSource("nyc.crime.kubernetes.Overlay#all")
    void everyObjectIsStrictlyValid(Overlay overlay) throws JsonProcessingException {
        assertTrue(
                overlay.documents().size() > 20,
                () -> "only " + overlay.documents().size() + " objects");
        for (JsonNode document : overlay.documents()) {
            StrictModel.read(document);
        }
    }

    @ParameterizedTest
    @MethodSource("nyc.crime.kubernetes.Overlay#all")
    void anUnknownFieldAnywhereIsFound(Overlay overlay) {
        int tried = 0;
        for (JsonNode document : overlay.documents()) {
            for (String pointer : POINTERS) {
                JsonNode copy = document.deepCopy();
                if (copy.at(pointer) instanceof ObjectNode object) {
                    object.put("replicaz", 1);
                    assertThrows(
                            JsonProcessingException.class,
                            () -> StrictModel.read(copy),
                            () -> document.path("kind") + " takes an unknown field at " + pointer);
                    tried++;
                }
            }
        }
        assertTrue(tried > 60, "tried " + tried);
    }

    @ParameterizedTest
    @MethodSource("nyc.crime.kubernetes.Overlay#all")
    void aValueOfAnotherTypeIsFound(Overlay overlay) {
        for (JsonNode document : overlay.documents()) {
            ObjectNode copy = document.deepCopy();
            ((ObjectNode) copy.path("metadata")).put("name", 7);
            assertThrows(JsonProcessingException.class, () -> StrictModel.read(copy));
        }
    }

    @ParameterizedTest
    @MethodSource("nyc.crime.kubernetes.Overlay#all")
    void namesAreOnceEachAndAllAreInTheOverlaysNamespace(Overlay overlay) {
        List<Namespace> namespaces = overlay.objects(Namespace.class);
        assertEquals(1, namespaces.size());
        String namespace = namespaces.get(0).getMetadata().getName();
        Set<String> seen = new HashSet<>();
        for (HasMetadata object : overlay.objects(HasMetadata.class)) {
            String name = object.getKind() + "/" + object.getMetadata().getName();
            assertTrue(seen.add(name), () -> name + " twice");
            if (!(object instanceof Namespace)) {
                assertEquals(namespace, object.getMetadata().getNamespace(), name);
            }
        }
    }
}
