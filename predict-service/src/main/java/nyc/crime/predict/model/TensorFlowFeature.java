package nyc.crime.predict.model;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

import ai.djl.engine.EngineProvider;
import ai.djl.repository.zoo.ZooProvider;
import org.graalvm.nativeimage.hosted.Feature;
import org.graalvm.nativeimage.hosted.RuntimeClassInitialization;
import org.graalvm.nativeimage.hosted.RuntimeJNIAccess;
import org.graalvm.nativeimage.hosted.RuntimeReflection;
import org.graalvm.nativeimage.hosted.RuntimeResourceAccess;

/**
 * Tells native-image what TensorFlow needs of Java at run time. TensorFlow's C++ glue looks classes, methods and fields
 * up by name, and JavaCPP reads its annotations; neither's own metadata says so. The lists are made from the jars on the
 * class path when the executable is built, so that they cannot fall behind them.
 */
public final class TensorFlowFeature implements Feature {

    /** What the glue of JavaCPP finds or throws, beside its own classes. */
    private static final List<Class<?>> JDK = List.of(
            Object.class,
            String.class,
            Runtime.class,
            NullPointerException.class,
            UnsatisfiedLinkError.class,
            OutOfMemoryError.class,
            RuntimeException.class,
            java.nio.Buffer.class,
            ByteBuffer.class,
            Charset.class);

    private static final List<Class<?>> SERVICES = List.of(EngineProvider.class, ZooProvider.class);

    @Override
    public void afterRegistration(AfterRegistrationAccess access) {
        // Their initializers load libraries and look at the machine, which must be the one that runs.
        RuntimeClassInitialization.initializeAtRunTime("ai.djl", "org.bytedeco.javacpp", "org.tensorflow");
    }

    @Override
    public void beforeAnalysis(BeforeAnalysisAccess access) {
        JDK.forEach(TensorFlowFeature::openToGlue);
        for (Path entry : access.getApplicationClassPath()) {
            forEachFile(entry, file -> {
                if (isGlue(file)) {
                    Class<?> type = access.findClassByName(className(file));
                    if (type != null) {
                        openToGlue(type);
                    }
                }
            });
        }
        for (Class<?> service : SERVICES) {
            openService(service, access);
        }
    }

    /** TensorFlow's C API with all below it; of JavaCPP the classes themselves, not its generators. */
    private static boolean isGlue(String file) {
        return file.endsWith(".class")
                && (file.startsWith("org/tensorflow/internal/c_api/")
                        || file.matches("org/bytedeco/javacpp/[^/]+")
                        || file.startsWith("org/bytedeco/javacpp/presets/javacpp"));
    }

    private static String className(String file) {
        return file.substring(0, file.length() - ".class".length()).replace('/', '.');
    }

    private static void openToGlue(Class<?> type) {
        RuntimeReflection.register(type);
        RuntimeReflection.register(type.getDeclaredConstructors());
        RuntimeReflection.register(type.getDeclaredMethods());
        RuntimeReflection.register(type.getDeclaredFields());
        RuntimeJNIAccess.register(type);
        RuntimeJNIAccess.register(type.getDeclaredConstructors());
        RuntimeJNIAccess.register(type.getDeclaredMethods());
        RuntimeJNIAccess.register(type.getDeclaredFields());
    }

    /** Lets {@link java.util.ServiceLoader} find what META-INF/services names. */
    private static void openService(Class<?> service, BeforeAnalysisAccess access) {
        String file = "META-INF/services/" + service.getName();
        ClassLoader loader = service.getClassLoader();
        RuntimeResourceAccess.addResource(service.getModule(), file);
        java.util.ServiceLoader.load(service, loader).stream().forEach(provider -> {
            RuntimeReflection.register(provider.type());
            RuntimeReflection.registerForReflectiveInstantiation(provider.type());
        });
    }

    /** Names of a jar's or folder's files, with slashes. */
    private static void forEachFile(Path entry, Consumer<String> consumer) {
        try {
            if (Files.isDirectory(entry)) {
                walk(entry, consumer);
            } else if (Files.isRegularFile(entry)) {
                try (FileSystem jar = FileSystems.newFileSystem(entry)) {
                    walk(jar.getPath("/"), consumer);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void walk(Path root, Consumer<String> consumer) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            files.filter(Files::isRegularFile)
                    .forEach(file ->
                            consumer.accept(root.relativize(file).toString().replace('\\', '/')));
        }
    }
}
