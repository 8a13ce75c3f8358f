package nyc.crime.http;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a caller says it takes, with weights: Accept and Accept-Encoding (RFC 9110 §12.4.2, §12.5). */
public final class Preferences {

    private final Map<String, Double> weights = new HashMap<>();

    /** @param lines the header's lines, none if the caller says nothing */
    Preferences(List<String> lines) {
        for (String line : lines) {
            for (String element : line.split(",")) {
                String[] parts = element.split(";");
                String name = parts[0].strip().toLowerCase(Locale.ROOT);
                if (!name.isEmpty()) {
                    weights.merge(name, weight(parts), Math::max);
                }
            }
        }
    }

    private static double weight(String[] parts) {
        for (int i = 1; i < parts.length; i++) {
            String[] parameter = parts[i].split("=", 2);
            if (parameter.length == 2 && parameter[0].strip().equalsIgnoreCase("q")) {
                try {
                    return Double.parseDouble(parameter[1].strip());
                } catch (NumberFormatException e) {
                    return 0;
                }
            }
        }
        return 1;
    }

    /**
     * Whether gzip is taken, and liked no less than the bytes as they are where these are named.
     *
     * @param acceptEncoding the header's lines; null if there are none
     */
    public static boolean gzip(List<String> acceptEncoding) {
        return acceptEncoding != null && new Preferences(acceptEncoding).gzip();
    }

    private boolean gzip() {
        double gzip = weights.getOrDefault("gzip", weights.getOrDefault("x-gzip", weights.getOrDefault("*", 0.0)));
        return gzip > 0 && gzip >= weights.getOrDefault("identity", 0.0);
    }

    /** The media type that the caller likes best, of several alike the first; null if it takes none. */
    String best(List<String> offered) {
        String best = null;
        double most = 0;
        for (String type : offered) {
            double weight = weights.isEmpty() ? 1 : weight(type);
            if (weight > most) {
                best = type;
                most = weight;
            }
        }
        return best;
    }

    /** The weight of the most specific range that the type is in. */
    private double weight(String type) {
        String bare = type.split(";")[0];
        Double weight = weights.get(bare);
        if (weight == null) {
            weight = weights.get(bare.substring(0, bare.indexOf('/')) + "/*");
        }
        return weight != null ? weight : weights.getOrDefault("*/*", 0.0);
    }
}
