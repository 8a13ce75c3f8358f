package nyc.crime.kubernetes;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** The pods' memory against what {@code deploy/bench/startup} and {@code deploy/images-test} measured. */
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

    /** So do the images' executables, by whichever engine. */
    @ParameterizedTest
    @MethodSource("nyc.crime.kubernetes.Overlay#all")
    void executablesFitIntoTheirRequestAsImagesToo(Overlay overlay) throws JsonProcessingException {
        Set<String> seen = new HashSet<>();
        for (JsonNode row : images("native")) {
            String name = row.get("image").asText().replace("-service", "");
            ResourceRequirements given =
                    Overlay.container(overlay.pods().get(name)).getResources();
            BigDecimal used =
                    row.get("loaded").decimalValue().max(row.get("idle").decimalValue());
            String what = name + ", " + row.get("form").asText();
            assertTrue(bytes(given.getRequests()).compareTo(used) >= 0, what + ": request");
            assertTrue(bytes(given.getLimits()).compareTo(used.multiply(ROOM)) >= 0, what + ": limit");
            seen.add(name);
        }
        assertEquals(Set.copyOf(ServiceSettings.NAMES), seen);
    }

    /** The README's table is the manifests', and its requests of jars hold what images of jars took. */
    @Test
    void theReadmeSaysThem() throws JsonProcessingException {
        Map<String, BigDecimal> jars = new HashMap<>();
        Matcher row = Pattern.compile("(?m)^\\| (\\w+) \\| (\\w+i) \\| (\\w+i) \\| (\\w+i) \\|$")
                .matcher(Repository.read("deploy/README.md"));
        while (row.find()) {
            ResourceRequirements given = Overlay.container(
                            Overlay.render("production").pods().get(row.group(1)))
                    .getResources();
            assertEquals(new Quantity(row.group(2)), given.getRequests().get("memory"), row.group(1));
            assertEquals(new Quantity(row.group(4)), given.getLimits().get("memory"), row.group(1));
            jars.put(row.group(1), new Quantity(row.group(3)).getNumericalAmount());
        }
        assertEquals(Set.copyOf(ServiceSettings.NAMES), jars.keySet());
        for (JsonNode measured : images("jvm")) {
            String name = measured.get("image").asText().replace("-service", "");
            assertTrue(jars.get(name).compareTo(measured.get("loaded").decimalValue()) >= 0, name);
        }
    }

    /** Rows of the services' images whose form begins so; of others only the size is measured. */
    private static List<JsonNode> images(String form) throws JsonProcessingException {
        List<JsonNode> rows = new ArrayList<>();
        new ObjectMapper()
                .readTree(Repository.read("deploy/bench/results/images.json"))
                .forEach(row -> {
                    if (row.get("form").asText().startsWith(form)
                            && row.get("loaded").isNumber()) {
                        rows.add(row);
                    }
                });
        return rows;
    }

    private static BigDecimal bytes(Map<String, Quantity> resources) {
        return resources.get("memory").getNumericalAmount();
    }
}
