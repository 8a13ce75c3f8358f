package nyc.crime.ingest.records;

import java.util.stream.IntStream;

import nyc.crime.city.CityProfile;
import nyc.crime.ingest.IngestConfig;
import nyc.crime.ingest.socrata.DatasetFacts;
import nyc.crime.ingest.socrata.Page;
import nyc.crime.ingest.socrata.SliceRows;
import nyc.crime.ingest.socrata.SourceFacts;
import nyc.crime.ingest.socrata.UpstreamException;
import nyc.crime.ingest.socrata.UpstreamException.Kind;

/** Refuses what is a month in form only: rows without the places or the categories that their source has elsewhere. */
final class Plausibility {

    private Plausibility() {}

    static void check(
            SliceRows slice,
            DatasetFacts facts,
            CityProfile.Dataset columns,
            CityProfile city,
            IngestConfig.Doubt doubt) {
        Page rows = slice.rows();
        if (rows.size() < doubt.rows()) {
            return;
        }
        SourceFacts source = facts.sources().stream()
                .filter(s -> s.source().equals(slice.slice().source()))
                .findFirst()
                .orElseThrow();
        long placed = IntStream.range(0, rows.size()).filter(rows::isPlaced).count();
        long categorised = IntStream.range(0, rows.size())
                .filter(row -> rows.category(row) != city.otherCategory())
                .count();
        String places = columns.latitudeColumn() + ", " + columns.longitudeColumn();
        compare(slice, "places", places, placed, source.placed(), doubt);
        compare(slice, "categories", columns.categoryColumn(), categorised, source.categorised(), doubt);
    }

    private static void compare(
            SliceRows slice, String what, String column, long having, double usual, IngestConfig.Doubt doubt) {
        int rows = slice.rows().size();
        if (having < rows * usual * doubt.likeness()) {
            throw new UpstreamException(
                    Kind.IMPLAUSIBLE,
                    "only %d of the %d rows of %s have %s (%s), of all its rows %.0f %% have"
                            .formatted(having, rows, slice.slice(), what, column, 100 * usual));
        }
    }
}
