package nyc.crime.standin.publication;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.SplittableRandom;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * Figures of when complaints occur and are reported, counted from the real complaints reported from January to
 * September 2020 that have both dates.
 *
 * @param hours complaints of each hour of the day
 * @param days delays from occurrence to report, in days
 * @param delays for each offence with enough complaints, and for all under the empty name, how many were reported
 *     within each of {@code days}; later reports are left out
 */
@RegisterForReflection
public record ComplaintTimes(int[] hours, int[] days, Map<String, int[]> delays) {

    private static final String RESOURCE = "/complaint-times.json";

    /** The figures that come with the program. */
    public static ComplaintTimes load() {
        try (InputStream in = ComplaintTimes.class.getResourceAsStream(RESOURCE)) {
            return new ObjectMapper().readValue(in, ComplaintTimes.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The longest delay that is drawn. */
    public int longestDelay() {
        return days[days.length - 1];
    }

    /** Draws the days from occurrence to report. */
    public int delay(String offence, SplittableRandom random) {
        int[] within = delays.getOrDefault(offence == null ? "" : offence, delays.get(""));
        int draw = random.nextInt(within[within.length - 1]);
        int step = 0;
        while (draw >= within[step]) {
            step++;
        }
        int least = step == 0 ? 0 : days[step - 1] + 1;
        return least == days[step] ? least : random.nextInt(least, days[step] + 1);
    }

    /** Draws a time of day, {@code HH:MM:SS}; one in three is a full hour. */
    public String time(SplittableRandom random) {
        int total = 0;
        for (int count : hours) {
            total += count;
        }
        int draw = random.nextInt(total);
        int hour = 0;
        while (draw >= hours[hour]) {
            draw -= hours[hour++];
        }
        int minute = random.nextInt(3) == 0 ? 0 : random.nextInt(12) * 5;
        return (hour < 10 ? "0" : "") + hour + (minute < 10 ? ":0" : ":") + minute + ":00";
    }
}
