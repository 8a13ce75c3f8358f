package nyc.crime.training.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line. {@code ./predict-service/training/trainer} starts it with TensorFlow's libraries and settings. */
@Command(
        name = "trainer",
        mixinStandardHelpOptions = true,
        version = "NYC Crime in Motion trainer 1.0.0",
        description = "Trains, evaluates, tunes and promotes the forecast's network, from grid-service's daily counts.",
        subcommands = {
            TrainCommand.class,
            EvaluateCommand.class,
            TuneCommand.class,
            SeasonCommand.class,
            NewestCommand.class,
            PromoteCommand.class,
            RollbackCommand.class
        })
public final class Trainer {

    private Trainer() {}

    /** Runs a command; the exit code is 0, 1 (it failed) or 2 (wrong use). */
    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    /** The command line, which reports a failure in one line. */
    public static CommandLine commandLine() {
        return new CommandLine(new Trainer())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setDefaultValueProvider(new CityDefaults())
                .setExecutionExceptionHandler((failure, command, parsed) -> {
                    command.getErr().println(command.getColorScheme().errorText(message(failure)));
                    return 1;
                });
    }

    private static String message(Exception failure) {
        return failure.getMessage() == null ? failure.toString() : failure.getMessage();
    }
}
