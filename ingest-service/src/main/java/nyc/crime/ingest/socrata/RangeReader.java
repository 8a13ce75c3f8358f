package nyc.crime.ingest.socrata;

import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import jakarta.enterprise.context.ApplicationScoped;

import io.quarkus.cache.CacheResult;
import io.smallrye.mutiny.Uni;
import org.jboss.logging.Logger;

import nyc.crime.ingest.IngestConfig;

/** Asks Socrata which dates each dataset holds; quarkus-cache keeps the answer and joins concurrent questions. */
@ApplicationScoped
public class RangeReader {

    private static final Logger LOG = Logger.getLogger(RangeReader.class);

    private final SocrataGateway gateway;
    private final IngestConfig config;
    private final Clock clock;

    RangeReader(SocrataGateway gateway, IngestConfig config, Clock clock) {
        this.gateway = gateway;
        this.config = config;
        this.clock = clock;
    }

    /**
     * The ranges of a dataset's sources, in order. Where several hold a date, the first one counts: each later source is
     * asked only for the dates after the last date of those before it.
     */
    @CacheResult(cacheName = "ranges")
    public Uni<List<SourceRange>> ranges(String dataset) {
        IngestConfig.Dataset columns = config.datasets().get(dataset);
        return next(columns, 0, config.firstMonth().atDay(1), new ArrayList<>());
    }

    private Uni<List<SourceRange>> next(
            IngestConfig.Dataset columns, int index, LocalDate from, List<SourceRange> found) {
        if (index == columns.sources().size()) {
            return Uni.createFrom().item(List.copyOf(found));
        }
        return range(columns, columns.sources().get(index), from).flatMap(range -> {
            found.add(range);
            return next(
                    columns,
                    index + 1,
                    range.last() == null ? from : range.last().plusDays(1),
                    found);
        });
    }

    private Uni<SourceRange> range(IngestConfig.Dataset columns, String source, LocalDate from) {
        String date = columns.dateColumn();
        LocalDate tomorrow = LocalDate.now(clock).plusDays(1);
        Query used = Query.single(
                source,
                "min(%1$s) as first,max(%1$s) as last,count(*) as rows".formatted(date),
                "%1$s >= '%2$sT00:00:00.000' AND %1$s < '%3$sT00:00:00.000'".formatted(date, from, tomorrow));
        Query all = Query.single(source, "count(*) as rows", null);
        return Uni.combine()
                .all()
                .unis(gateway.ask(() -> used, PageReader::single), gateway.ask(() -> all, PageReader::single))
                .with((part, whole) -> {
                    Map<String, String> row = part.body();
                    long rows = Long.parseLong(row.get("rows"));
                    return new SourceRange(
                            source,
                            date(row.get("first")),
                            date(row.get("last")),
                            rows,
                            Long.parseLong(whole.body().get("rows")) - rows,
                            part.origin());
                })
                .onFailure(RangeReader::missing)
                .recoverWithItem(failure -> {
                    LOG.warnf("%s; going on without it", failure.getMessage());
                    return new SourceRange(source, null, null, 0, 0, null);
                });
    }

    private static boolean missing(Throwable failure) {
        return failure instanceof UpstreamException trouble && trouble.kind() == UpstreamException.Kind.MISSING;
    }

    private static LocalDate date(String text) {
        return text == null ? null : LocalDate.parse(text.substring(0, 10));
    }
}
