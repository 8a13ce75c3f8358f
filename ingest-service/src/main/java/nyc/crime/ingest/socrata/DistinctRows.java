package nyc.crime.ingest.socrata;

import java.util.HashSet;
import java.util.Set;

/** Rows of several pages, each row once, whatever the pages repeat. */
final class DistinctRows {

    private final Set<Long> ids = new HashSet<>();
    private final Page rows = new Page();

    void addAll(Page page) {
        for (int row = 0; row < page.size(); row++) {
            if (ids.add(page.id(row))) {
                rows.add(page, row);
            }
        }
    }

    int size() {
        return ids.size();
    }

    Page rows() {
        return rows;
    }
}
