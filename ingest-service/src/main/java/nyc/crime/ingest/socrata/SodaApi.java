package nyc.crime.ingest.socrata;

import java.io.InputStream;
import java.util.concurrent.atomic.AtomicBoolean;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Uni;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.RestResponse;

import nyc.crime.ingest.IngestConfig.Upstream;

/** Which of Socrata's two APIs is spoken, and how a question is put in it. */
final class SodaApi {

    private static final Logger LOG = Logger.getLogger(SodaApi.class);

    private final SocrataClient client;
    private final boolean mayMove;
    private final String encoding;
    private final AtomicBoolean warned = new AtomicBoolean();
    private volatile int version;
    private volatile boolean moved;

    SodaApi(SocrataClient client, Upstream config, AppToken token) {
        this.client = client;
        this.encoding = config.gzip() ? "gzip" : "identity";
        this.version = config.api() == Upstream.Api.V3 ? 3 : 2;
        this.mayMove = config.api() == Upstream.Api.AUTO && token.isConfigured();
    }

    int version() {
        return version;
    }

    Uni<RestResponse<InputStream>> send(SoqlQuery query, String token) {
        Validators known = query.validators();
        if (version == 2) {
            return client.soda2(
                    query.source(),
                    query.format(),
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
                    query.source(),
                    query.format(),
                    query.soql(),
                    false,
                    encoding,
                    token,
                    known.etag(),
                    known.lastModified());
        }
        // :id and its like come only where the query selects them
        ObjectNode body =
                JsonNodeFactory.instance.objectNode().put("query", query.soql()).put("includeSynthetic", false);
        if (query.isNumberedPage()) {
            body.putObject("page")
                    .put("pageNumber", query.offset() / query.limit() + 1)
                    .put("pageSize", query.limit());
        }
        return client.soda3(query.source(), query.format(), body.toString(), encoding, token);
    }

    /** That the version has been answered: it is the one from now on. */
    void answered(int asked) {
        if (asked == 3 && mayMove && !moved) {
            moved = true;
            LOG.warn("Socrata does not answer SODA 2 any more; going on with SODA 3");
        }
    }

    /**
     * That the version has been refused. SODA 3 is tried then, where that is allowed and possible; if it is refused too, it
     * was not the version.
     *
     * @return whether to ask again
     */
    synchronized boolean refused(int asked) {
        if (!mayMove || moved) {
            return false;
        }
        version = asked == 2 ? 3 : 2;
        return asked == 2;
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
