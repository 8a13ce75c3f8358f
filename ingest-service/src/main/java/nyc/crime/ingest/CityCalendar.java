package nyc.crime.ingest;

import java.time.Clock;
import java.time.LocalDate;
import java.time.YearMonth;
import jakarta.enterprise.context.ApplicationScoped;

/** The city's date: today's, or the day that the service is told to take for today. Ages are counted by the clock. */
@ApplicationScoped
public class CityCalendar {

    private final IngestConfig config;
    private final Clock clock;

    CityCalendar(IngestConfig config, Clock clock) {
        this.config = config;
        this.clock = clock;
    }

    public LocalDate today() {
        return config.today().orElseGet(() -> LocalDate.now(clock));
    }

    public YearMonth month() {
        return YearMonth.from(today());
    }
}
