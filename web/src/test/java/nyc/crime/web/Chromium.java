package nyc.crime.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import org.junit.jupiter.api.Assumptions;

/** Debian's Chromium, driven by Playwright; nothing is downloaded. */
final class Chromium {

    private static Chromium running;

    private static final Path EXECUTABLE = Path.of(System.getenv().getOrDefault("CHROMIUM", "/usr/bin/chromium"));
    private static final List<String> FLAGS = List.of(
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync");
    private static final double PATIENCE_MS = 60_000;

    private final Playwright playwright;
    private final Browser browser;

    private Chromium() {
        playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(EXECUTABLE)
                        .setArgs(FLAGS));
    }

    /** The browser of this run, started by the first call, or a skipped test that says why. */
    static synchronized Chromium required() {
        Assumptions.assumeTrue(Files.isExecutable(EXECUTABLE), "skipped: no Chromium at " + EXECUTABLE);
        if (running == null) {
            running = new Chromium();
            Runtime.getRuntime().addShutdownHook(new Thread(running::close));
        }
        return running;
    }

    /** A new page in a context of its own, 1280 × 800 unless the options say otherwise. */
    Page page(Consumer<Browser.NewContextOptions> options) {
        Browser.NewContextOptions chosen = new Browser.NewContextOptions().setViewportSize(1280, 800);
        options.accept(chosen);
        BrowserContext context = browser.newContext(chosen);
        context.setDefaultTimeout(PATIENCE_MS);
        return context.newPage();
    }

    /** A page of 1280 × 720 for a reader who has chosen letters of twice the usual size. */
    Page pageOfLargeLetters() {
        List<String> flags = new ArrayList<>(FLAGS);
        flags.add("--blink-settings=defaultFontSize=32");
        Browser large = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(EXECUTABLE)
                        .setArgs(flags));
        BrowserContext context = large.newContext(new Browser.NewContextOptions().setViewportSize(1280, 720));
        context.setDefaultTimeout(PATIENCE_MS);
        context.onClose(closed -> large.close());
        return context.newPage();
    }

    /** The source of axe-core, from its webjar. */
    static String axe() {
        try (InputStream source =
                Chromium.class.getResourceAsStream("/META-INF/resources/webjars/axe-core/4.6.3/axe.min.js")) {
            return new String(source.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void close() {
        browser.close();
        playwright.close();
    }
}
