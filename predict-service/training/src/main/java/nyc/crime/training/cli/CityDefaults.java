package nyc.crime.training.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;

import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/** What the profile of the city says, NYC_CITY of deploy/cities, where {@code --dataset} and {@code --offence} say nothing. */
final class CityDefaults implements IDefaultValueProvider {

    @Override
    public String defaultValue(ArgSpec argument) throws IOException {
        if (!(argument instanceof OptionSpec option)) {
            return null;
        }
        return switch (option.longestName()) {
            case "--dataset" -> forecast("dataset");
            case "--offence" -> forecast("offences");
            default -> null;
        };
    }

    private static String forecast(String what) throws IOException {
        String city = System.getenv().getOrDefault("NYC_CITY", "nyc");
        Properties profile = new Properties();
        try (InputStream file = CityDefaults.class.getResourceAsStream("/cities/" + city + ".properties")) {
            if (file != null) {
                profile.load(file);
            }
        }
        return profile.getProperty("nyc.cities." + city + ".forecast." + what);
    }
}
