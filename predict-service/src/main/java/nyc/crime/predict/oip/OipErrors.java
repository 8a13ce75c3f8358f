package nyc.crime.predict.oip;

import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.ext.Provider;

import io.quarkiverse.resteasy.problem.HttpProblem;
import io.quarkus.runtime.annotations.RegisterForReflection;

/** Says what is wrong in the protocol's form where a problem would be given elsewhere, and that inferences are posted. */
@Provider
public class OipErrors implements ContainerResponseFilter {

    private static final int METHOD_NOT_ALLOWED = 405;

    /** An error of the protocol. */
    @RegisterForReflection
    public record OipError(String error) {}

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        String path = request.getUriInfo().getPath();
        if (response.getEntity() instanceof HttpProblem problem && path.matches("(?s)/?v2(/.*)?")) {
            String detail = problem.getDetail() == null ? problem.getTitle() : problem.getDetail();
            if (response.getStatus() == METHOD_NOT_ALLOWED && path.endsWith("/infer")) {
                detail = "tensors are posted";
                response.getHeaders().putSingle(HttpHeaders.ALLOW, HttpMethod.POST);
            }
            response.setEntity(new OipError(detail));
            response.getHeaders().putSingle(HttpHeaders.CONTENT_TYPE, MediaType.APPLICATION_JSON);
        }
    }
}
