package nyc.crime.kubernetes;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import com.sun.net.httpserver.HttpServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** {@code deploy/cities/compare} against a predict-service that answers with few numbers. */
class CompareScriptTest {

    private static final String LEADS = """
            {"leads":[{"lead":7,"cells":50,"days":4,"records":40,"offence":"four felonies","offences":["ARSON","THEFT"],
              "noiseFloor":0.2,"models":[
              {"model":"ha-global","inSample":false,"mse":0.4,"poissonDeviance":0.8,"pai":{"1":9,"5":3.5},
               "coverage":{"cell":{"p50":0.5,"p90":0.901},"precinct":{"p50":0.5,"p90":0.89},"city":{"p50":0.5,"p90":0.75}}},
              {"model":"convlstm","inSample":true,"mse":0.3,"poissonDeviance":0.9,"pai":{"1":9,"5":4},
               "coverage":{"cell":{"p50":0.5,"p90":0.9},"precinct":{"p50":0.5,"p90":0.9},"city":{"p50":0.5,"p90":0.9}}}]}]}
            """;

    private final List<String> asked = new ArrayList<>();
    private HttpServer predict;
    private int status = 200;
    private String answer = LEADS;

    @BeforeEach
    void serve() throws IOException {
        predict = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        predict.createContext("/", exchange -> {
            asked.add(exchange.getRequestURI().toString());
            byte[] body = answer.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, body.length);
            try (OutputStream stream = exchange.getResponseBody()) {
                stream.write(body);
            }
        });
        predict.start();
    }

    @AfterEach
    void stop() {
        predict.stop(0);
    }

    @Test
    void citiesStandSideBySide() throws Exception {
        String said =
                compare(0, city("New York"), "2015-07-01", "2015-07-04", city("Chicago"), "2018-05-01", "2018-05-04");
        assertEquals(
                List.of(
                        "/v1/scoreboard/leads?from=2015-07-01&to=2015-07-04",
                        "/v1/scoreboard/leads?from=2018-05-01&to=2018-05-04"),
                asked);
        List<String> lines = said.lines().toList();
        assertEquals(
                "New York: 2015-07-01 to 2015-07-04, ARSON, THEFT; 50 cells, 40 records, 0.2000 a cell and day.",
                lines.get(0));
        assertTrue(
                lines.contains(
                        "| New York | 7 | ha-global | 0.40000 | 0.20000 | +0.00 % | +0.00 % | 3.50 | 90.1 / 89.0 / 75.0 |"),
                said);
        assertTrue(
                lines.contains(
                        "| Chicago | 7 | convlstm (in sample) | 0.30000 | 0.20000 | +25.00 % | -12.50 % | 4.00 | 90.0 / 90.0 / 90.0 |"),
                said);
    }

    @Test
    void whatAServiceRefusesIsSaid() throws Exception {
        status = 400;
        answer = "{\"detail\":\"to must be 0 to 365 days after from\"}";
        String said = compare(1, city("New York"), "2015-07-01", "2015-06-04");
        assertTrue(said.contains("answers 400: to must be 0 to 365 days after from"), said);
        assertTrue(compare(1, "New York").contains("Usage:"));
    }

    private String city(String name) {
        return name + "=http://127.0.0.1:" + predict.getAddress().getPort();
    }

    private static String compare(int status, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                "python3", Repository.root().resolve("deploy/cities/compare").toString()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(status, process.waitFor(), said);
        return said;
    }
}
