package nyc.crime.standin.publication;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

import nyc.crime.standin.data.Dataset;
import nyc.crime.standin.data.KnownDataset;
import nyc.crime.standin.data.RowId;
import nyc.crime.standin.data.Schema;
import nyc.crime.standin.data.Segment;
import nyc.crime.standin.data.Table;
import nyc.crime.standin.data.TableBuilder;

/**
 * Files as they are, or as of a date: the rows of a historic and a current file together are cut anew. Complaints of
 * files without report dates get drawn ones, and the datasets say so.
 */
public final class FilePortal implements Portal {

    private final Map<String, Dataset> files;
    private final long seed;
    private final Map<KnownDataset, Dataset> archives = new HashMap<>();

    /**
     * A portal.
     *
     * @param files the datasets that were read
     * @param seed what report dates are drawn from
     */
    public FilePortal(Map<String, Dataset> files, long seed) {
        this.files = files;
        this.seed = seed;
    }

    @Override
    public synchronized Map<String, Dataset> datasets(LocalDate asOf) {
        if (asOf == null) {
            return files;
        }
        Map<String, Dataset> datasets = new LinkedHashMap<>(files);
        datasets.replaceAll((id, dataset) -> {
            // whoever publishes other datasets does so every day
            int date = dataset.schema().dateColumn();
            return date < 0 || KnownDataset.of(id).isPresent()
                    ? dataset
                    : cut(dataset, id, date, null, asOf.minusDays(1), asOf);
        });
        Publication state = Publication.asOf(asOf);
        datasets.putAll(pair(KnownDataset.ARRESTS_HISTORIC, KnownDataset.ARRESTS_CURRENT, "arrest_date", state));
        datasets.putAll(pair(KnownDataset.COMPLAINTS_HISTORIC, KnownDataset.COMPLAINTS_CURRENT, "rpt_dt", state));
        return datasets;
    }

    private Map<String, Dataset> pair(KnownDataset historic, KnownDataset current, String cutBy, Publication state) {
        Dataset archive = archives.computeIfAbsent(historic, unused -> archive(historic, current, cutBy));
        int column = archive.schema().indexOf(cutBy);
        return Map.of(
                historic.id(),
                cut(archive, historic.id(), column, null, state.historicThrough(), state.historicUpdated()),
                current.id(),
                cut(archive, current.id(), column, state.currentFrom(), state.through(), state.currentUpdated()));
    }

    /** The rows of both files; those of the current one that the historic one has too are left out, by their key. */
    private Dataset archive(KnownDataset historic, KnownDataset current, String cutBy) {
        Set<String> fields = new LinkedHashSet<>();
        boolean empty = true;
        for (KnownDataset known : new KnownDataset[] {historic, current}) {
            Dataset dataset = files.get(known.id());
            if (!dataset.segments().isEmpty()) {
                dataset.schema().columns().forEach(column -> fields.add(column.name()));
                empty = false;
            }
        }
        if (!empty) {
            fields.add(cutBy);
        }
        Schema schema = Schema.of(historic.id(), fields);
        TableBuilder builder = new TableBuilder(schema);
        String keyName = historic.schema().columns().get(0).name();
        Set<String> keys = new HashSet<>();
        ComplaintTimes times = ComplaintTimes.load();
        boolean drawn = false;
        long next = 0;
        for (KnownDataset known : new KnownDataset[] {historic, current}) {
            Dataset dataset = files.get(known.id());
            Schema from = dataset.schema();
            int key = from.indexOf(keyName);
            boolean draws = !dataset.segments().isEmpty() && from.indexOf(cutBy) < 0;
            drawn |= draws;
            for (Segment segment : dataset.segments()) {
                Table table = segment.table().get();
                for (int row = 0; row < table.rows(); row++) {
                    String number = key < 0 ? null : table.text(key, row);
                    if (number != null && !keys.add(number)) {
                        continue;
                    }
                    builder.addRow(next);
                    for (int column = 0; column < from.columns().size(); column++) {
                        builder.set(schema.indexOf(from.columns().get(column).name()), table.text(column, row));
                    }
                    if (draws) {
                        builder.set(schema.indexOf(cutBy), drawnReport(table, row, from, times, next));
                    }
                    next++;
                }
            }
        }
        return new Dataset(schema, builder.segments(), Instant.EPOCH, Dataset.Origin.FILES, drawn);
    }

    private String drawnReport(Table table, int row, Schema schema, ComplaintTimes times, long number) {
        String occurred = table.text(schema.dateColumn(), row);
        if (occurred == null) {
            return null;
        }
        int offence = schema.indexOf("ofns_desc");
        int delay = times.delay(
                offence < 0 ? null : table.text(offence, row),
                new SplittableRandom(RowId.of("reports", seed * 1_000_003 + number)));
        return LocalDate.parse(occurred.substring(0, 10)).plusDays(delay) + "T00:00:00.000";
    }

    /** The rows from one day to another; those without a day are in whatever has no first day. */
    private static Dataset cut(
            Dataset all, String id, int column, LocalDate from, LocalDate through, LocalDate updated) {
        Schema schema = new Schema(id, all.schema().columns());
        TableBuilder builder = new TableBuilder(schema);
        String first = from == null ? "" : from.toString();
        String end = through.plusDays(1).toString();
        for (Segment segment : all.segments()) {
            Table table = segment.table().get();
            for (int i = 0; i < schema.columns().size(); i++) {
                builder.share(i, table.dictionary(i));
            }
            for (int row = 0; row < table.rows(); row++) {
                String day = table.text(column, row);
                if (day == null ? from == null : day.compareTo(first) >= 0 && day.compareTo(end) < 0) {
                    builder.addRow(RowId.of(id, table.id(row)));
                    for (int i = 0; i < schema.columns().size(); i++) {
                        builder.set(i, table.code(i, row));
                    }
                }
            }
        }
        return new Dataset(
                schema,
                builder.segments(),
                updated.atTime(LocalTime.of(14, 0)).toInstant(ZoneOffset.UTC),
                all.origin(),
                all.reportDatesDrawn());
    }
}
