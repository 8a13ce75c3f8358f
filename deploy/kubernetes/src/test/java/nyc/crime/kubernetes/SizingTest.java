package nyc.crime.kubernetes;

import java.math.BigDecimal;
import java.util.Map;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** The pods' memory against what {@code deploy/bench/startup} measured. */
class SizingTest {

    private static final BigDecimal ROOM = new BigDecimal("1.5");

    /**
     * Executables, which run unless told otherwise, fit into their request under load; the limit leaves either form half as
     * much again for months and years.
     */
    @ParameterizedTest
    @MethodSource("nyc.crime.kubernetes.Overlay#all")
    void memoryIsWhatWasMeasuredAndMore(Overlay overlay) throws JsonProcessingException {
        JsonNode measured = new ObjectMapper()
                .readTree(Repository.read("deploy/bench/results/startup.json"))
                .get("services");
        assertEquals(8, measured.size(), "four services, as jar and as executable");
        measured.forEach(row -> {
            String name = row.get("service").asText().replace("-service", "");
            String what = "%s, %s".formatted(name, row.get("form").asText());
            ResourceRequirements given =
                    Overlay.container(overlay.pods().get(name)).getResources();
            BigDecimal used = row.get("loadedBytes")
                    .decimalValue()
                    .max(row.get("idleBytes").decimalValue())
                    .max(row.get("afterBytes").decimalValue());
            if (row.get("form").asText().equals("native")) {
                assertTrue(bytes(given.getRequests()).compareTo(used) >= 0, what + ": request");
            }
            assertTrue(bytes(given.getLimits()).compareTo(used.multiply(ROOM)) >= 0, what + ": limit");
        });
    }

    private static BigDecimal bytes(Map<String, Quantity> resources) {
        return resources.get("memory").getNumericalAmount();
    }
}
