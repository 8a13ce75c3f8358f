package nyc.crime.predict.model;

import java.net.URL;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.tensorflow.engine.javacpp.JavacppUtils;
import ai.djl.tensorflow.engine.javacpp.LibUtils;
import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;
import org.bytedeco.javacpp.Loader;
import org.tensorflow.proto.ConfigProto;

/**
 * What the native executable does not look for: graphics cards, for which DJL needs JNA, and TensorFlow's libraries
 * anywhere but in their folder.
 */
final class TensorFlowSubstitutions {

    private TensorFlowSubstitutions() {}

    @TargetClass(Engine.class)
    static final class EngineOnCpu {

        @Substitute
        int getGpuCount() {
            return 0;
        }

        @Substitute
        Device defaultDevice() {
            return Device.cpu();
        }
    }

    @TargetClass(JavacppUtils.class)
    static final class SessionOnCpu {

        @Substitute
        static ConfigProto getSessionConfig() {
            return ConfigProto.getDefaultInstance();
        }
    }

    @TargetClass(LibUtils.class)
    static final class NoDownload {

        @Substitute
        static String findLibraryInClasspath() {
            return null;
        }
    }

    @TargetClass(Loader.class)
    static final class NoBundledLibraries {

        /** Else hundreds of names are compared with every resource pattern of the executable, which takes seconds. */
        @Substitute
        static URL[] findResources(Class<?> type, String name, int atMost) {
            return new URL[0];
        }
    }
}
