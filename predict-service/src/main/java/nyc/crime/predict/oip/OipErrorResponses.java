package nyc.crime.predict.oip;

import java.util.List;
import java.util.TreeMap;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.media.Schema;

/** Tells in the OpenAPI document that the protocol's errors have a form of their own. */
// After the others, so that the schemas have one order whatever order the build found the filters in.
@OpenApiFilter(value = OpenApiFilter.RunStage.BUILD, priority = 0)
public class OipErrorResponses implements OASFilter {

    private static final String NAME = "OipError";

    @Override
    public void filterOpenAPI(OpenAPI document) {
        document.getComponents()
                .addSchema(
                        NAME,
                        OASFactory.createSchema()
                                .addType(Schema.SchemaType.OBJECT)
                                .addProperty("error", OASFactory.createSchema().addType(Schema.SchemaType.STRING)));
        document.getComponents()
                .setSchemas(new TreeMap<>(document.getComponents().getSchemas()));
        document.getPaths().getPathItems().forEach((path, item) -> {
            if (path.startsWith("/v2")) {
                item.getOperations()
                        .values()
                        .forEach(operation -> List.of("4XX", "5XX")
                                .forEach(status -> operation
                                        .getResponses()
                                        .addAPIResponse(
                                                status,
                                                OASFactory.createAPIResponse()
                                                        .description("The protocol's error")
                                                        .content(OASFactory.createContent()
                                                                .addMediaType(
                                                                        "application/json",
                                                                        OASFactory.createMediaType()
                                                                                .schema(OASFactory.createSchema()
                                                                                        .ref(NAME)))))));
            }
        });
    }
}
