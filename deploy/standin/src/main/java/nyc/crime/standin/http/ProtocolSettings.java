package nyc.crime.standin.http;

import java.time.LocalDate;

import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * How the host speaks: what differs between Socrata's hosts, and what may come.
 *
 * @param soda2Status the status with which {@code /resource} refuses everything, such as 410 when SODA 2 is gone; 0 to
 *     answer
 * @param dataOutOfDate whether answers say {@code X-SODA2-Data-Out-Of-Date: true}
 * @param deprecated since when SODA 2 is deprecated ({@code Deprecation}, RFC 9745), or null
 * @param sunset when SODA 2 will be gone ({@code Sunset}, RFC 8594), or null
 * @param maxLimit the largest {@code $limit} of SODA 2 that is not refused; 0 for any, as in SODA 2.1
 * @param rowCap rows that an answer has at most, whatever was asked for; 0 for no cap
 */
@RegisterForReflection
public record ProtocolSettings(
        int soda2Status, boolean dataOutOfDate, LocalDate deprecated, LocalDate sunset, int maxLimit, int rowCap) {

    /** As NYC Open Data's SODA 2.0 paths: limits up to 50,000. */
    public static final ProtocolSettings DEFAULT = new ProtocolSettings(0, false, null, null, 50_000, 0);

    /** Checks the ranges. */
    public ProtocolSettings {
        if (soda2Status != 0 && (soda2Status < 400 || soda2Status > 599)) {
            throw new IllegalArgumentException("soda2Status must be 0 or from 400 to 599");
        }
        if (maxLimit < 0 || rowCap < 0) {
            throw new IllegalArgumentException("limits must not be negative");
        }
    }
}
