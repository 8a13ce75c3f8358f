package nyc.crime.grid.areas;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.locationtech.jts.algorithm.construct.MaximumInscribedCircle;
import org.locationtech.jts.coverage.CoverageSimplifier;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;
import org.locationtech.jts.geom.PrecisionModel;
import org.locationtech.jts.geom.util.GeometryFixer;
import org.locationtech.jts.io.ParseException;
import org.locationtech.jts.io.geojson.GeoJsonReader;
import org.locationtech.jts.io.geojson.GeoJsonWriter;
import org.locationtech.jts.precision.GeometryPrecisionReducer;

/**
 * The areas of one kind. Whatever was read, their shapes are valid (OGC Simple Features), and what is written is wound as
 * RFC 7946 §3.1.6 wants it: outer rings counter-clockwise, holes clockwise.
 *
 * @param areas in the order in which they were read
 */
public record Areas(List<Area> areas) {

    /** Decimals of coordinates: 1e-6 degrees are a tenth of a metre. */
    private static final int DECIMALS = 6;

    /** How far the place of a label may be from the best one, in sizes of its area. */
    private static final double LABEL = 0.02;

    private static final PrecisionModel WRITTEN = new PrecisionModel(Math.pow(10, DECIMALS));
    private static final GeometryFactory SHAPES = new GeometryFactory();
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * An area.
     *
     * @param name what it is called among its kind, and its id in parameters
     * @param shape a valid polygon or several, in degrees (EPSG:4326); empty where it is not known
     */
    public record Area(String name, Geometry shape) {}

    /**
     * Reads a FeatureCollection. Features of one name are one area; those without a name or a shape are left out.
     *
     * @param nameProperty which of the properties is the name where features have no id
     * @throws IllegalArgumentException if it is none
     */
    public static Areas read(byte[] geoJson, String nameProperty) {
        Map<String, Geometry> shapes = new LinkedHashMap<>();
        try {
            for (JsonNode feature : JSON.readTree(geoJson).path("features")) {
                JsonNode property = feature.path("properties").path(nameProperty);
                String name = feature.path("id").asText(property.asText("")).strip();
                JsonNode geometry = feature.path("geometry");
                if (!name.isEmpty() && geometry.isObject()) {
                    Geometry shape = valid(new GeoJsonReader(SHAPES).read(geometry.toString()));
                    shapes.merge(name, shape, Geometry::union);
                }
            }
        } catch (IOException | ParseException e) {
            throw new IllegalArgumentException("no GeoJSON", e);
        }
        List<Area> areas = new ArrayList<>();
        shapes.forEach((name, shape) -> areas.add(new Area(name, shape)));
        return new Areas(List.copyOf(areas));
    }

    /** Areas of which the names are known and no more: no point is in any. */
    public static Areas withoutShapes(List<String> names) {
        return new Areas(names.stream()
                .map(name -> new Area(name, SHAPES.createPolygon()))
                .toList());
    }

    /**
     * The areas as a FeatureCollection, each with the properties {@code name} and {@code label}: where the name is written,
     * [longitude, latitude], the middle of about the largest circle that the shape holds. Borders that areas share are simplified
     * once, so that no gap opens between them (Visvalingam-Whyatt on the coverage).
     *
     * @param tolerance details of about this size may be lost, in degrees; 0 for none
     * @param about further members of the collection
     */
    public byte[] geoJson(double tolerance, Map<String, ?> about) {
        Geometry[] shapes = areas.stream().map(Area::shape).toArray(Geometry[]::new);
        Geometry[] written = tolerance > 0 ? CoverageSimplifier.simplify(shapes, tolerance) : shapes;
        GeoJsonWriter writer = new GeoJsonWriter(DECIMALS);
        writer.setEncodeCRS(false);
        writer.setForceCCW(true);
        ObjectNode collection = JSON.createObjectNode().put("type", "FeatureCollection");
        collection.setAll((ObjectNode) JSON.valueToTree(about));
        ArrayNode features = collection.putArray("features");
        try {
            for (int i = 0; i < shapes.length; i++) {
                // an area that is smaller than the tolerance stays as it is
                Geometry simpler = GeometryPrecisionReducer.reduce(valid(written[i]), WRITTEN);
                Geometry shape = simpler.isEmpty() ? shapes[i] : simpler;
                ObjectNode feature = features.addObject().put("type", "Feature");
                feature.put("id", areas.get(i).name());
                ObjectNode properties =
                        feature.putObject("properties").put("name", areas.get(i).name());
                if (shape.isEmpty()) {
                    feature.putNull("geometry");
                    continue;
                }
                Coordinate label = MaximumInscribedCircle.getCenter(shape, LABEL * Math.sqrt(shape.getArea()))
                        .getCoordinate();
                WRITTEN.makePrecise(label);
                properties.putArray("label").add(label.x).add(label.y);
                feature.set("geometry", JSON.readTree(writer.write(shape)));
            }
            return JSON.writeValueAsBytes(collection);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Geometry valid(Geometry shape) {
        return shape.isValid() ? shape : GeometryFixer.fix(shape);
    }
}
