package nyc.crime.ingest.socrata;

import java.io.IOException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/**
 * What Socrata says about a request that it does not answer, in whichever envelope: {@code code, message} at the front,
 * {@code errorCode, message} from its query coordinator.
 *
 * @param code such as {@code query.soql.no-such-column}, or empty
 * @param message for people, or empty
 */
record SocrataError(String code, String message) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LONGEST = 300;

    static SocrataError read(byte[] body) {
        try {
            JsonNode error = JSON.readTree(body);
            return new SocrataError(text(error, "errorCode", "code"), text(error, "message", "reason", "error"));
        } catch (IOException | IllegalArgumentException notJson) {
            return new SocrataError("", "");
        }
    }

    /** Whether it is about the application token, and not about the dataset or the address. */
    boolean isAboutTheToken() {
        return (code + ' ' + message).matches("(?is).*app[_ -]?token.*");
    }

    /** After a sentence, what Socrata said itself. */
    String after(String sentence) {
        String said = message.contains(code) ? message : message.isEmpty() ? code : (code + "; " + message);
        return said.isEmpty() ? sentence : sentence + ": " + said;
    }

    private static String text(JsonNode error, String... names) {
        for (String name : names) {
            if (error != null && error.path(name).isTextual()) {
                String text = error.get(name).textValue().trim();
                return text.length() > LONGEST ? text.substring(0, LONGEST) + "..." : text;
            }
        }
        return "";
    }
}
