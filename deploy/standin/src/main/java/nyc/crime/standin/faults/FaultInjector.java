package nyc.crime.standin.faults;

import java.util.Map;
import java.util.SplittableRandom;
import jakarta.enterprise.context.ApplicationScoped;

import nyc.crime.standin.faults.Fault.Kind;

/** The faults that are switched on now. The same settings and the same number of requests draw the same faults. */
@ApplicationScoped
public class FaultInjector {

    private FaultSettings settings = FaultSettings.NONE;
    private SplittableRandom random = new SplittableRandom(settings.seed());

    /** The settings now. */
    public synchronized FaultSettings settings() {
        return settings;
    }

    /** Changes the settings; the draws begin again at their seed. */
    public synchronized void settings(FaultSettings next) {
        settings = next;
        random = new SplittableRandom(next.seed());
    }

    /** Decides about the next answer. */
    public synchronized Fault next() {
        double draw = random.nextDouble();
        long delay = settings.latencyMs() + (settings.jitterMs() == 0 ? 0 : random.nextInt(settings.jitterMs() + 1));
        return new Fault(kind(draw), delay, settings.retryAfter(), random.nextDouble());
    }

    /** A seed for the next unstable order. */
    public synchronized long nextSeed() {
        return random.nextLong();
    }

    /** One draw decides between all kinds, so that each has exactly its own probability. */
    private Kind kind(double draw) {
        double end = 0;
        for (Map.Entry<Kind, Double> chance : settings.chances().entrySet()) {
            end += chance.getValue();
            if (draw < end) {
                return chance.getKey();
            }
        }
        return Kind.NONE;
    }
}
