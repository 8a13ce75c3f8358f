package nyc.crime.kubernetes;

import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** YAML documents. */
final class Documents {

    private Documents() {}

    /** The documents of a text, anchors and merges resolved; a key that is given twice is an error. */
    static List<JsonNode> of(String yaml) {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        ObjectMapper mapper = new ObjectMapper();
        List<JsonNode> documents = new ArrayList<>();
        new Yaml(new SafeConstructor(options)).loadAll(yaml).forEach(it -> documents.add(mapper.valueToTree(it)));
        return documents;
    }
}
