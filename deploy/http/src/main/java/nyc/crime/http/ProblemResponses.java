package nyc.crime.http;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.Components;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;

/** Tells in the OpenAPI document what holds for every operation: its errors are problems (RFC 9457). */
@OpenApiFilter(OpenApiFilter.RunStage.BUILD)
public class ProblemResponses implements OASFilter {

    private static final String NAME = "Problem";

    @Override
    public void filterOpenAPI(OpenAPI document) {
        Components components = document.getComponents();
        // the problem library's own schemas, which nothing refers to
        List.of("HttpProblem", "HttpValidationProblem", "Violation").forEach(components::removeSchema);
        components.addSchema(NAME, problem());
        // the same document whatever order the classes were read in
        components.setSchemas(new TreeMap<>(components.getSchemas()));
        // public data: nobody has to say who they are
        document.security(List.of());
        document.getPaths().getPathItems().values().stream()
                .map(PathItem::getOperations)
                .map(Map::values)
                .forEach(operations -> operations.forEach(ProblemResponses::add));
    }

    private static void add(Operation operation) {
        add(operation, "4XX", "The request cannot be answered; `parameter` names what is wrong in it");
        add(operation, "5XX", "The data cannot be had now; see Retry-After");
    }

    /** Adds what the operation does not say itself. */
    private static void add(Operation operation, String status, String description) {
        if (operation.getResponses().getAPIResponse(status) == null) {
            operation.getResponses().addAPIResponse(status, response(description));
        }
    }

    private static APIResponse response(String description) {
        return OASFactory.createAPIResponse()
                .description(description)
                .content(OASFactory.createContent()
                        .addMediaType(
                                "application/problem+json",
                                OASFactory.createMediaType()
                                        .schema(OASFactory.createSchema().ref(NAME))));
    }

    private static Schema problem() {
        return OASFactory.createSchema()
                .addType(Schema.SchemaType.OBJECT)
                .description("RFC 9457")
                .addProperty("title", text("what the status is called"))
                .addProperty("status", OASFactory.createSchema().addType(Schema.SchemaType.INTEGER))
                .addProperty("detail", text("what is wrong, and what is possible"))
                .addProperty("instance", text("the path that was asked for"))
                .addProperty("parameter", text("the parameter or header that is wrong"))
                .addProperty("first", text("the first period or day that there is"))
                .addProperty("last", text("the last period or day that there is"))
                .addProperty(
                        "near",
                        OASFactory.createSchema()
                                .addType(Schema.SchemaType.ARRAY)
                                .items(text("a name"))
                                .description("the names that come nearest"))
                .required(List.of("title", "status"));
    }

    private static Schema text(String description) {
        return OASFactory.createSchema().addType(Schema.SchemaType.STRING).description(description);
    }
}
