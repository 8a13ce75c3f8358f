package nyc.crime.training.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;

import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/** What the profile of the city says, NYC_CITY of deploy/cities, where options say nothing. */
final class CityDefaults implements IDefaultValueProvider {

    @Override
    public String defaultValue(ArgSpec argument) throws IOException {
        if (!(argument instanceof OptionSpec option)) {
            return null;
        }
        return switch (option.longestName()) {
            case "--city" -> city();
            case "--dataset" -> profile("forecast.dataset");
            case "--offence" -> profile("forecast.offences");
            case "--holidays" -> profile("holidays");
            default -> null;
        };
    }

    private static String city() {
        return System.getenv().getOrDefault("NYC_CITY", "nyc");
    }

    private static String profile(String key) throws IOException {
        String city = city();
        Properties profile = new Properties();
        try (InputStream file = CityDefaults.class.getResourceAsStream("/cities/" + city + ".properties")) {
            if (file != null) {
                profile.load(file);
            }
        }
        return profile.getProperty("nyc.cities." + city + "." + key);
    }
}
