package nyc.crime.standin.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import nyc.crime.standin.soql.SoqlType;

/**
 * What a folder of files is: the datasets, what each file was taken for, and what looks wrong but can be served. Several
 * files of one dataset are put together.
 *
 * @param datasets the datasets by id, those of NYPD without a file as empty ones
 * @param notes a line for each file
 * @param warnings what should be looked at
 */
public record DataFolder(Map<String, Dataset> datasets, List<String> notes, List<String> warnings) {

    private static final String ID = "[a-km-np-z2-9]{4}-[a-km-np-z2-9]{4}";
    private static final Pattern NAME_BEGINS_WITH_ID = Pattern.compile("(" + ID + ")([^a-z0-9].*)");
    private static final int ROWS_FOR_TYPES = 1000;

    /** A file and what it is taken for. */
    private record Source(Path file, String id, String because, Set<String> fields) {}

    /**
     * Reads a folder.
     *
     * @throws DataFileException if there is nothing to serve, or a file that cannot be read
     */
    public static DataFolder read(Path folder) {
        List<String> notes = new ArrayList<>();
        List<String> warnings = new ArrayList<>();
        Map<String, List<Source>> sources = new TreeMap<>();
        for (Path file : files(folder)) {
            Set<String> fields = RecordFile.fields(file);
            Optional<Source> source = recognise(file, fields);
            source.ifPresent(known ->
                    sources.computeIfAbsent(known.id(), id -> new ArrayList<>()).add(known));
            if (source.isEmpty()) {
                notes.add(file.getFileName() + ": left out, neither its name nor its columns are those of a dataset");
            }
        }
        if (sources.isEmpty()) {
            notes.add(
                    0,
                    folder + " holds no dataset: there should be .csv, .ndjson or .geojson files, perhaps with .gz,"
                            + " with a dataset's id in the name or a dataset's columns");
            throw new DataFileException(String.join("\n", notes));
        }
        Arrays.stream(KnownDataset.values())
                .filter(KnownDataset::isEvents)
                .forEach(known -> sources.putIfAbsent(known.id(), List.of()));
        Map<String, Dataset> datasets = new LinkedHashMap<>();
        sources.forEach((id, files) -> datasets.put(id, dataset(id, files, notes, warnings)));
        return new DataFolder(datasets, notes, warnings);
    }

    private static List<Path> files(Path folder) {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(RecordFile::isOne).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<Source> recognise(Path file, Set<String> fields) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        for (KnownDataset known : KnownDataset.values()) {
            if (name.matches("(.*[^a-z0-9])?" + known.id() + "[^a-z0-9].*")) {
                return Optional.of(new Source(file, known.id(), "by its name", fields));
            }
        }
        Matcher begins = NAME_BEGINS_WITH_ID.matcher(name);
        if (begins.matches()) {
            return Optional.of(new Source(file, begins.group(1), "by its name", fields));
        }
        // the portal names its exports after the datasets' titles
        boolean current = fields.contains("geocoded_column") || name.matches(".*(current|year.to.date|ytd).*");
        KnownDataset known = null;
        if (fields.contains("arrest_date")) {
            known = current ? KnownDataset.ARRESTS_CURRENT : KnownDataset.ARRESTS_HISTORIC;
        } else if (fields.contains("cmplnt_fr_dt")) {
            known = current ? KnownDataset.COMPLAINTS_CURRENT : KnownDataset.COMPLAINTS_HISTORIC;
        } else if (fields.contains("the_geom")) {
            known = Stream.of(
                            KnownDataset.NEIGHBOURHOODS,
                            KnownDataset.PARKS,
                            KnownDataset.PRECINCTS,
                            KnownDataset.BOROUGHS)
                    .filter(area -> fields.contains(area.nameColumn()))
                    .findFirst()
                    .orElse(null);
        }
        return Optional.ofNullable(known).map(dataset -> new Source(file, dataset.id(), "by its columns", fields));
    }

    private static Dataset dataset(String id, List<Source> sources, List<String> notes, List<String> warnings) {
        Set<String> fields = new LinkedHashSet<>();
        sources.forEach(source -> {
            checkColumns(source);
            fields.addAll(source.fields());
        });
        Schema schema = Schema.of(id, fields, types(sources));
        TableBuilder builder = new TableBuilder(schema);
        Instant updatedAt = Instant.EPOCH;
        List<FileRows> read = new ArrayList<>();
        for (Source source : sources) {
            FileRows rows = new FileRows(
                    source.file(),
                    schema,
                    builder,
                    read.stream().mapToLong(FileRows::rows).sum(),
                    sources.size() > 1);
            RecordFile.eachRow(source.file(), rows);
            notes.add("%s: %s (%s), %,d rows%s"
                    .formatted(
                            source.file().getFileName(),
                            KnownDataset.of(id).map(KnownDataset::title).orElse(id),
                            source.because(),
                            rows.rows(),
                            rows.range()));
            if (rows.rows() == 0) {
                warnings.add(source.file().getFileName() + " has no rows");
            }
            read.forEach(earlier -> earlier.sharedWith(rows).ifPresent(warnings::add));
            read.add(rows);
            updatedAt = latest(updatedAt, source.file());
        }
        return new Dataset(schema, builder.segments(), updatedAt, Dataset.Origin.FILES);
    }

    private static void checkColumns(Source source) {
        KnownDataset.of(source.id()).ifPresent(known -> {
            if (!source.fields().contains(known.nameColumn())) {
                throw new DataFileException(
                        source.file(),
                        1,
                        "taken for %s %s, but without a column %s; it has %s"
                                .formatted(known.title(), source.because(), known.nameColumn(), source.fields()));
            }
        });
    }

    /** The types of columns that no known dataset has, from the first rows: text wherever values differ in type. */
    private static Map<String, SoqlType> types(List<Source> sources) {
        Map<String, SoqlType> types = new LinkedHashMap<>();
        for (Source source : sources) {
            if (source.fields().stream()
                    .allMatch(field -> Schema.knownType(field).isPresent())) {
                continue;
            }
            int[] rows = {0};
            RecordFile.eachRow(source.file(), (row, line) -> {
                if (rows[0]++ < ROWS_FOR_TYPES) {
                    row.forEach((field, value) -> {
                        if (value != null && !value.isEmpty()) {
                            types.merge(field, Values.typeOf(value), (a, b) -> a == b ? a : SoqlType.TEXT);
                        }
                    });
                }
            });
        }
        return types;
    }

    private static Instant latest(Instant soFar, Path file) {
        try {
            Instant modified = Files.getLastModifiedTime(file).toInstant();
            return modified.isAfter(soFar) ? modified : soFar;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
