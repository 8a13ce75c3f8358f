package nyc.crime.grid.areas;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

import org.locationtech.jts.algorithm.locate.IndexedPointInAreaLocator;
import org.locationtech.jts.algorithm.locate.PointOnGeometryLocator;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;
import org.locationtech.jts.geom.Location;
import org.locationtech.jts.geom.prep.PreparedGeometry;
import org.locationtech.jts.geom.prep.PreparedGeometryFactory;
import org.locationtech.jts.index.strtree.STRtree;

import nyc.crime.grid.georef.Bounds;

/**
 * Tells which area of a kind a point is in. Squares of about 150 m are sorted out beforehand: most lie in one area or in
 * none, which answers for all points in them; in the others JTS' point-in-area locators decide. A point on a border, or
 * in two areas that overlap, belongs to the first of them, so that no point is counted twice.
 */
public final class AreaIndex {

    /** What {@link #at} answers for a point in no area. */
    public static final int NONE = -1;

    /** Side of a square in units of 1e-4 degrees. */
    private static final int SIDE = 16;

    private static final GeometryFactory SHAPES = new GeometryFactory();

    private final int south;
    private final int west;
    private final int rows;
    private final int cols;
    /** By square: the one area, {@link #NONE}, or where a point has to be looked up in it: −2 − an index of mixed. */
    private final int[] square;

    private final int[][] mixed;
    private final PointOnGeometryLocator[] locators;

    /** Sorts the squares out, which takes a second or less. */
    public AreaIndex(Areas areas) {
        List<Geometry> shapes = areas.areas().stream().map(Areas.Area::shape).toList();
        Envelope all = new Envelope();
        shapes.forEach(shape -> all.expandToInclude(shape.getEnvelopeInternal()));
        Bounds bounds = all.isNull()
                ? new Bounds(0, 0, 1, 1)
                : Bounds.around(all.getMinY(), all.getMinX(), all.getMaxY(), all.getMaxX());
        south = bounds.south();
        west = bounds.west();
        rows = (bounds.north() - south) / SIDE + 1;
        cols = (bounds.east() - west) / SIDE + 1;
        locators = shapes.stream().map(IndexedPointInAreaLocator::new).toArray(PointOnGeometryLocator[]::new);
        PreparedGeometry[] prepared =
                shapes.stream().map(PreparedGeometryFactory::prepare).toArray(PreparedGeometry[]::new);
        STRtree tree = new STRtree();
        for (int i = 0; i < prepared.length; i++) {
            tree.insert(shapes.get(i).getEnvelopeInternal(), i);
        }
        square = new int[rows * cols];
        int[][] lookUp = new int[square.length][];
        int size = 0;
        for (int i = 0; i < square.length; i++) {
            Geometry rectangle = SHAPES.toGeometry(rectangle(i));
            int[] met = met(tree, prepared, rectangle);
            if (met.length == 0) {
                square[i] = NONE;
            } else if (prepared[met[0]].covers(rectangle)) {
                square[i] = met[0];
            } else {
                square[i] = -2 - size;
                lookUp[size++] = met;
            }
        }
        mixed = Arrays.copyOf(lookUp, size);
    }

    private Envelope rectangle(int i) {
        int y = south + i / cols * SIDE;
        int x = west + i % cols * SIDE;
        return new Envelope(Bounds.degrees(x), Bounds.degrees(x + SIDE), Bounds.degrees(y), Bounds.degrees(y + SIDE));
    }

    private static int[] met(STRtree tree, PreparedGeometry[] prepared, Geometry rectangle) {
        List<?> near = tree.query(rectangle.getEnvelopeInternal());
        return near.stream()
                .mapToInt(found -> (Integer) found)
                .filter(found -> prepared[found].intersects(rectangle))
                .sorted()
                .toArray();
    }

    /**
     * The area that a point is in.
     *
     * @param lat latitude in units of 1e-4 degrees
     * @param lon longitude in units of 1e-4 degrees
     * @return its number among the areas, or {@link #NONE}
     */
    public int at(int lat, int lon) {
        int y = Math.floorDiv(lat - south, SIDE);
        int x = Math.floorDiv(lon - west, SIDE);
        if (y < 0 || y >= rows || x < 0 || x >= cols) {
            return NONE;
        }
        int found = square[y * cols + x];
        return found >= NONE ? found : lookUp(mixed[-2 - found], lat, lon);
    }

    private int lookUp(int[] candidates, int lat, int lon) {
        Coordinate point = new Coordinate(Bounds.degrees(lon), Bounds.degrees(lat));
        return IntStream.of(candidates)
                .filter(area -> locators[area].locate(point) != Location.EXTERIOR)
                .findFirst()
                .orElse(NONE);
    }
}
