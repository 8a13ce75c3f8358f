package nyc.crime.grid.api;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;

import com.fasterxml.jackson.core.JsonGenerator;
import io.smallrye.common.annotation.NonBlocking;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

import nyc.crime.grid.encoding.Json;
import nyc.crime.grid.encoding.Media;
import nyc.crime.grid.georef.City;
import nyc.crime.grid.georef.Georef;

/** The one georeference: grids, mask, boroughs. */
@Path("/v1/georef")
@Tag(name = "georeference")
@NonBlocking
public class GeorefResource {

    private final Answer georef;
    private final Answer boroughs;

    GeorefResource(City city) {
        georef = Answer.of(Media.JSON, Map.of(), georef(city), null);
        boroughs = Answer.of(Media.GEO_JSON, Map.of(), city.outlines().getBytes(StandardCharsets.UTF_8), null);
    }

    /** Heat grid and forecast grid with mask and borough of each cell. */
    @GET
    @Produces(Media.JSON)
    @Operation(
            summary = "Both grids: bounds, size, row order, cell size; mask and borough per cell of the forecast grid")
    public Response georef(@Context HttpHeaders request) {
        return Outgoing.of(georef, request).response();
    }

    /** The outlines of the boroughs. */
    @GET
    @Path("/boroughs")
    @Produces({Media.GEO_JSON, Media.JSON})
    @Operation(summary = "Outlines of the five boroughs as a GeoJSON FeatureCollection, property name")
    public Response boroughs(@Context HttpHeaders request) {
        return Outgoing.of(boroughs, request).response();
    }

    private static byte[] georef(City city) {
        return Json.bytes(32_768, json -> {
            json.writeStartObject();
            json.writeObjectFieldStart("heat");
            grid(json, Georef.HEAT);
            json.writeEndObject();
            json.writeObjectFieldStart("forecast");
            grid(json, city.forecast());
            json.writeNumberField("maskedIn", city.maskedIn());
            json.writeArrayFieldStart("mask");
            for (byte in : city.mask()) {
                json.writeNumber(in);
            }
            json.writeEndArray();
            json.writeArrayFieldStart("borough");
            for (int cell = 0; cell < city.forecast().cells(); cell++) {
                json.writeNumber(city.borough(cell));
            }
            json.writeEndArray();
            json.writeArrayFieldStart("boroughs");
            for (String name : city.boroughs()) {
                json.writeString(name);
            }
            json.writeEndArray();
            json.writeEndObject();
            json.writeStringField("attribution", City.ATTRIBUTION);
            json.writeEndObject();
        });
    }

    private static void grid(JsonGenerator json, Georef georef) throws IOException {
        Json.georef(json, georef);
        json.writeObjectFieldStart("cellDegrees");
        json.writeNumberField("lat", georef.latDegrees());
        json.writeNumberField("lon", georef.lonDegrees());
        json.writeEndObject();
        json.writeObjectFieldStart("cellMetres");
        json.writeNumberField("northSouth", georef.northSouthMetres());
        json.writeNumberField("eastWest", georef.eastWestMetres());
        json.writeEndObject();
    }
}
