package nyc.crime.kubernetes;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.ConfigMappings;
import io.smallrye.config.ConfigMappings.ConfigClass;

/**
 * What a service's own files say about its settings.
 *
 * @param module the module's folder
 * @param properties its application.properties, over those of deploy/http
 */
record ServiceSettings(String module, Properties properties) {

    /** The four services by the name that they have in the cluster and in compose.yaml. */
    static final List<String> NAMES = List.of("ingest", "grid", "predict", "web");

    /** Quarkus' own setting: how long requests in flight may take after a SIGTERM. */
    static final String SHUTDOWN_TIMEOUT = "QUARKUS_SHUTDOWN_TIMEOUT";

    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([A-Z][A-Z0-9_]*)");
    private static final Pattern PORT = Pattern.compile("\\$\\{[A-Z_]+:(\\d+)}");

    static String module(String name) {
        return name.equals("web") ? "web" : name + "-service";
    }

    static ServiceSettings of(String name) {
        String module = module(name);
        Properties properties = new Properties();
        try {
            // What all services share, then its own.
            for (String file : List.of(
                    "deploy/http/src/main/resources/META-INF/microprofile-config.properties",
                    module + "/src/main/resources/application.properties")) {
                properties.load(new StringReader(Repository.read(file)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new ServiceSettings(module, properties);
    }

    /** The port that the service listens on by default. */
    int port() {
        String value = properties.getProperty("quarkus.http.port");
        Matcher matcher = PORT.matcher(value);
        if (!matcher.matches()) {
            throw new IllegalStateException(module + ": quarkus.http.port=" + value + " has no default");
        }
        return Integer.parseInt(matcher.group(1));
    }

    /** Environment variables that change something: the placeholders, and every setting of the service's interface. */
    Set<String> variables() {
        Set<String> names = new TreeSet<>(Set.of(SHUTDOWN_TIMEOUT));
        properties.forEach((key, value) -> {
            PLACEHOLDER
                    .matcher((String) value)
                    .results()
                    .map(found -> found.group(1))
                    .forEach(names::add);
            names.add(variable((String) key));
        });
        mapping()
                .ifPresent(mapping -> ConfigMappings.getProperties(mapping).keySet().stream()
                        .map(ServiceSettings::variable)
                        .forEach(names::add));
        return names;
    }

    private static String variable(String property) {
        return property.replaceAll("[^A-Za-z0-9]", "_").toUpperCase();
    }

    private Optional<ConfigClass> mapping() {
        String name = module.replace("-service", "");
        String simple = Character.toUpperCase(name.charAt(0)) + name.substring(1) + "Config";
        Path source =
                Repository.root().resolve("%s/src/main/java/nyc/crime/%s/%s.java".formatted(module, name, simple));
        if (!Files.exists(source)) {
            return Optional.empty();
        }
        // Left open: SmallRye makes classes beside this one.
        try {
            Class<?> type = new URLClassLoader(classPath(), getClass().getClassLoader())
                    .loadClass("nyc.crime." + name + "." + simple);
            return Optional.of(ConfigClass.configClass(
                    type, type.getAnnotation(ConfigMapping.class).prefix()));
        } catch (IOException | ClassNotFoundException e) {
            throw new IllegalStateException(module + " is not built: run ./mvnw package -DskipTests first", e);
        }
    }

    /** The service's classes, and the libraries that its settings are typed by. */
    private URL[] classPath() throws IOException {
        Path target = Repository.root().resolve(module).resolve("target");
        List<URL> urls =
                new ArrayList<>(List.of(target.resolve("classes/").toUri().toURL()));
        try (DirectoryStream<Path> libraries =
                Files.newDirectoryStream(target.resolve("quarkus-app/lib/main"), "io.quarkus.*.jar")) {
            for (Path library : libraries) {
                urls.add(library.toUri().toURL());
            }
        }
        return urls.toArray(URL[]::new);
    }
}
