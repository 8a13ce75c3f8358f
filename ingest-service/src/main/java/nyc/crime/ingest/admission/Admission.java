package nyc.crime.ingest.admission;

import jakarta.enterprise.context.ApplicationScoped;

import io.micrometer.core.instrument.MeterRegistry;

import nyc.crime.http.Budget;
import nyc.crime.ingest.IngestConfig;

/** The budgets in bytes: of months being read and encoded, and of answers on their way to callers. */
@ApplicationScoped
public class Admission {

    private final Budget reading;
    private final Budget sending;
    private final Budget years;

    Admission(IngestConfig config, MeterRegistry metrics) {
        IngestConfig.Admission limits = config.admission();
        reading = new Budget("nyc.ingest.admission.reading", limits.reading(), limits.queue());
        sending = new Budget("nyc.ingest.admission.sending", limits.sending(), limits.queue());
        years = new Budget("nyc.ingest.admission.years", limits.years(), 0);
        metrics.gauge("nyc.ingest.admission.reading.bytes", reading, Budget::used);
        metrics.gauge("nyc.ingest.admission.reading.waiting", reading, Budget::waiting);
        metrics.gauge("nyc.ingest.admission.sending.bytes", sending, Budget::used);
        metrics.gauge("nyc.ingest.admission.sending.waiting", sending, Budget::waiting);
    }

    /** Bytes of months that are read and encoded. */
    public Budget reading() {
        return reading;
    }

    /** Bytes of answers that are being sent. */
    public Budget sending() {
        return sending;
    }

    /** Years that are being streamed. */
    public Budget years() {
        return years;
    }
}
