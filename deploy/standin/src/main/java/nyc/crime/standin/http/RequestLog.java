package nyc.crime.standin.http;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import jakarta.enterprise.context.ApplicationScoped;

/** Counts what was asked, so that tests can see how a client behaves. Keeps the last thousand different requests. */
@ApplicationScoped
public class RequestLog {

    private static final int KEPT = 1000;

    private final Map<Key, Long> counts = new LinkedHashMap<>();
    private long total;

    private record Key(String dataset, String query, int status) {}

    /** A request and how often it was made. The status is 0 where the connection was reset. */
    public record Entry(String dataset, String query, int status, long count) {}

    synchronized void add(String dataset, String query, int status) {
        total++;
        counts.merge(new Key(dataset, query, status), 1L, Long::sum);
        if (counts.size() > KEPT) {
            counts.remove(counts.keySet().iterator().next());
        }
    }

    synchronized long total() {
        return total;
    }

    synchronized List<Entry> entries() {
        return counts.entrySet().stream()
                .map(entry -> new Entry(
                        entry.getKey().dataset(),
                        entry.getKey().query(),
                        entry.getKey().status(),
                        entry.getValue()))
                .toList();
    }

    synchronized void clear() {
        counts.clear();
        total = 0;
    }
}
