package nyc.crime.ingest.socrata;

import java.util.concurrent.atomic.AtomicBoolean;

import io.smallrye.mutiny.Uni;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.RestResponse;

import nyc.crime.ingest.IngestConfig.Upstream;
import nyc.crime.ingest.socrata.SocrataClient.Soda3Page;
import nyc.crime.ingest.socrata.SocrataClient.Soda3Query;

/** Which of Socrata's two APIs is spoken, and how a question is put in it. */
final class SodaApi {

    private static final Logger LOG = Logger.getLogger(SodaApi.class);

    private final SocrataClient client;
    private final boolean mayMove;
    private final String encoding;
    private final AtomicBoolean warned = new AtomicBoolean();
    private volatile int version;

    SodaApi(SocrataClient client, Upstream config, AppToken token) {
        this.client = client;
        this.encoding = config.gzip() ? "gzip" : "identity";
        this.version = config.api() == Upstream.Api.V3 ? 3 : 2;
        this.mayMove = config.api() == Upstream.Api.AUTO && token.isConfigured();
    }

    int version() {
        return version;
    }

    Uni<RestResponse<byte[]>> send(SoqlQuery query, String token) {
        Validators known = query.validators();
        if (version == 2) {
            return client.soda2(
                    query.source(),
                    query.select(),
                    query.where(),
                    query.group(),
                    query.order(),
                    query.limit(),
                    query.offset(),
                    encoding,
                    token,
                    known.etag(),
                    known.lastModified());
        }
        if (known.known()) {
            return client.soda3IfModified(
                    query.source(), query.soql(), false, encoding, token, known.etag(), known.lastModified());
        }
        Soda3Page page =
                query.isNumberedPage() ? new Soda3Page(query.offset() / query.limit() + 1, query.limit()) : null;
        return client.soda3(query.source(), new Soda3Query(query.soql(), page, false), encoding, token);
    }

    /** Speaks SODA 3 from now on, where that is allowed and possible; false if nothing has changed by that. */
    synchronized boolean moveOn(int asked, String reason) {
        if (!mayMove || asked != 2) {
            return false;
        }
        if (version == 2) {
            version = 3;
            LOG.warnf("Socrata does not answer SODA 2 any more (%s); going on with SODA 3", reason);
        }
        return true;
    }

    /** Says once in the log that Socrata announces the end of this API (RFC 9745, RFC 8594). */
    void heed(RestResponse<?> response) {
        String deprecation = response.getHeaderString("Deprecation");
        String sunset = response.getHeaderString("Sunset");
        if ((deprecation != null || sunset != null) && warned.compareAndSet(false, true)) {
            LOG.warnf("Socrata says that SODA %d is deprecated (%s) and ends (%s)", version, deprecation, sunset);
        }
    }
}
