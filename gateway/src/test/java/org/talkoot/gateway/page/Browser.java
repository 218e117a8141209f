package org.talkoot.gateway.page;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/**
 * A Chromium without a window, one for all tests of a class. Of a test that fails it keeps what was to be seen and the
 * page's source in {@code target/page}; with {@code -Dpage.shots=true} of each, wide and narrow.
 */
final class Browser implements BeforeAllCallback, AfterTestExecutionCallback, AfterAllCallback {

    private static final Path KEPT = Path.of("target", "page");
    private static final Dimension WIDE = new Dimension(1280, 800);
    private static final Dimension NARROW = new Dimension(500, 800);
    private static final List<String> OPTIONS = List.of(
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--disable-background-networking",
            "--no-first-run");

    private ChromeDriver driver;

    @Override
    public void beforeAll(ExtensionContext context) {
        LoggingPreferences all = new LoggingPreferences();
        all.enable(LogType.BROWSER, Level.ALL);
        ChromeOptions options = new ChromeOptions();
        options.setBinary(program("chromium"));
        options.addArguments(OPTIONS);
        options.setCapability("goog:loggingPrefs", all);
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(program("chromedriver"))
                .usingAnyFreePort()
                .build();
        driver = new ChromeDriver(service, options);
        driver.manage().window().setSize(WIDE);
    }

    private static File program(String name) {
        return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .map(folder -> new File(folder, name))
                .filter(File::canExecute)
                .findFirst()
                .orElseThrow(() -> new AssertionError(
                        "needs the program %s: apt install chromium chromium-driver".formatted(name)));
    }

    /** Leaves the page that is there, and opens another. */
    void open(String url) {
        driver.get("about:blank");
        driver.get(url);
    }

    void reload() {
        driver.navigate().refresh();
    }

    String title() {
        return driver.getTitle();
    }

    /** The one that is there; fails when there is none or none yet. */
    WebElement find(By by) {
        List<WebElement> found = driver.findElements(by);
        assertThat(found).as("%s in the page", by).isNotEmpty();
        return found.getFirst();
    }

    /** What people read in each element, at one moment. */
    List<String> texts(String selector) {
        Object read = driver.executeScript(
                "return [...document.querySelectorAll(arguments[0])].map(e => e.innerText.trim())", selector);
        return read instanceof List<?> texts
                ? texts.stream().map(String::valueOf).toList()
                : List.of();
    }

    int count(String selector) {
        return driver.findElements(By.cssSelector(selector)).size();
    }

    /**
     * What the console has said since it was asked last and nobody wants to read there. That the machine's networks
     * have changed says nothing of the page, which asks again.
     */
    List<String> severe() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .filter(entry -> entry.getLevel().intValue() >= Level.SEVERE.intValue())
                .map(LogEntry::getMessage)
                .filter(message -> !message.contains("net::ERR_NETWORK_CHANGED"))
                .toList();
    }

    @Override
    public void afterTestExecution(ExtensionContext context) throws IOException {
        String name = context.getRequiredTestMethod().getName();
        if (context.getExecutionException().isPresent()) {
            keep(name + ".png", driver.getScreenshotAs(OutputType.BYTES));
            keep(name + ".html", driver.getPageSource().getBytes(UTF_8));
        } else if (Boolean.getBoolean("page.shots")) {
            shots(name);
        }
    }

    /** As it looks now, wide and narrow. */
    void shots(String name) throws IOException {
        for (Map.Entry<String, Dimension> size :
                Map.of("wide", WIDE, "narrow", NARROW).entrySet()) {
            driver.manage().window().setSize(size.getValue());
            keep(name + "-" + size.getKey() + ".png", driver.getScreenshotAs(OutputType.BYTES));
        }
        driver.manage().window().setSize(WIDE);
    }

    private static void keep(String name, byte[] what) throws IOException {
        Files.write(Files.createDirectories(KEPT).resolve(name), what);
    }

    @Override
    public void afterAll(ExtensionContext context) {
        if (driver != null) {
            driver.quit();
        }
    }
}
