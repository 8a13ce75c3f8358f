package nyc.crime.standin.sample;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;

import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;
import org.locationtech.jts.io.geojson.GeoJsonWriter;
import org.locationtech.jts.operation.union.CascadedPolygonUnion;

import nyc.crime.standin.data.Dataset;
import nyc.crime.standin.data.KnownDataset;
import nyc.crime.standin.data.RowId;
import nyc.crime.standin.data.Schema;
import nyc.crime.standin.data.TableBuilder;

/**
 * The sample city's areas, made of its grid cells, with {@code synthetic: true}: a cell is of the precinct that has most
 * complaints there; neighbourhoods are blocks of a borough's cells.
 */
final class SampleAreas {

    /** Cells on a side of a neighbourhood. */
    private static final int BLOCK = 3;

    private static final List<String> BOROUGHS = List.of("Manhattan", "Bronx", "Brooklyn", "Queens", "Staten Island");

    private final Map<Integer, Integer> precinctOfCell = new HashMap<>();
    private final Instant updatedAt;

    SampleAreas(CityProfile profile, Instant updatedAt) {
        this.updatedAt = updatedAt;
        Map<Integer, Integer> mostOfCell = new HashMap<>();
        for (CityProfile.Zone zone : profile.complaints().zones()) {
            for (CityProfile.Cell cell : zone.cells()) {
                if (cell.weight() > mostOfCell.getOrDefault(cell.cell(), 0)) {
                    mostOfCell.put(cell.cell(), cell.weight());
                    precinctOfCell.put(cell.cell(), zone.precinct());
                }
            }
        }
    }

    Dataset precincts() {
        return areas(KnownDataset.PRECINCTS, "precinct", (cell, precinct) -> String.valueOf(precinct));
    }

    Dataset boroughs() {
        return areas(KnownDataset.BOROUGHS, "boroname", (cell, precinct) -> borough(precinct));
    }

    Dataset neighbourhoods() {
        return areas(
                KnownDataset.NEIGHBOURHOODS,
                "ntaname",
                (cell, precinct) -> "%s block %d-%d"
                        .formatted(
                                borough(precinct), cell / CityProfile.COLS / BLOCK, cell % CityProfile.COLS / BLOCK));
    }

    private static String borough(int precinct) {
        return BOROUGHS.get(RecordGenerator.boroughOf(precinct));
    }

    private Dataset areas(KnownDataset dataset, String nameColumn, BiFunction<Integer, Integer, String> area) {
        Map<String, List<Geometry>> cells = new TreeMap<>();
        precinctOfCell.forEach(
                (cell, precinct) -> cells.computeIfAbsent(area.apply(cell, precinct), unused -> new ArrayList<>())
                        .add(rectangle(cell)));
        GeoJsonWriter writer = new GeoJsonWriter(6);
        writer.setEncodeCRS(false);
        writer.setForceCCW(true);
        Schema schema = Schema.of(dataset.id(), List.of("the_geom", nameColumn, "synthetic"));
        TableBuilder table = new TableBuilder(schema);
        Iterator<String> outlines = cells.values().parallelStream()
                .map(parts -> writer.write(CascadedPolygonUnion.union(parts)))
                .toList()
                .iterator();
        cells.keySet().forEach(name -> {
            table.addRow(RowId.of(schema.id(), name.hashCode()));
            table.set(0, outlines.next());
            table.set(1, name);
            table.set(2, "true");
        });
        return new Dataset(schema, table.segments(), updatedAt, Dataset.Origin.SAMPLE);
    }

    private static Geometry rectangle(int cell) {
        int row = cell / CityProfile.COLS;
        int col = cell % CityProfile.COLS;
        return new GeometryFactory()
                .toGeometry(new Envelope(longitude(col), longitude(col + 1), latitude(row), latitude(row + 1)));
    }

    private static double latitude(int row) {
        return CityProfile.SOUTH + (CityProfile.NORTH - CityProfile.SOUTH) * row / CityProfile.ROWS;
    }

    private static double longitude(int col) {
        return CityProfile.WEST + (CityProfile.EAST - CityProfile.WEST) * col / CityProfile.COLS;
    }
}
