package nyc.crime.testkit;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Skips every test and says why, where executables should be tested and none can be built: there the profile
 * {@code no-native-image} of the parent pom sets the parameter. JUnit finds this class by itself.
 */
public final class NoNativeImage implements ExecutionCondition {

    private static final String PARAMETER = "nyc.crime.no-native-image";

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        return context.getConfigurationParameter(PARAMETER).isEmpty()
                ? ConditionEvaluationResult.enabled("there is something to test")
                : ConditionEvaluationResult.disabled(
                        "skipped: there is no executable to test, because GRAALVM_HOME names"
                                + " no GraalVM or Mandrel with bin/native-image");
    }
}
