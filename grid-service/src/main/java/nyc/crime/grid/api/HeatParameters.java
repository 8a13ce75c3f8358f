package nyc.crime.grid.api;

import java.util.List;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.DefaultValue;

import io.quarkus.runtime.annotations.RegisterForReflection;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;

/** What both kinds of grids, still and moving, take. */
@RegisterForReflection
public class HeatParameters {

    @RestPath
    @Parameter(example = "arrests")
    String dataset;

    @RestPath
    @Parameter(description = "a month (YYYY-MM) or a year (YYYY)", example = "2024")
    String period;

    @RestQuery
    @Parameter(description = "only records of these categories", example = "felony")
    List<String> category;

    @RestQuery
    @Parameter(description = "only records of these offences, in the police's words such as ROBBERY")
    List<String> offence;

    @RestQuery
    @DefaultValue("0")
    @DecimalMin("0")
    @DecimalMax("2000")
    @Parameter(description = "standard deviation of a Gaussian kernel in metres; 0 for exact counts", example = "300")
    double smooth;

    @RestQuery
    @DefaultValue("300")
    @Min(1)
    @Max(1000)
    int rows;

    @RestQuery
    @DefaultValue("300")
    @Min(1)
    @Max(1000)
    int cols;
}
