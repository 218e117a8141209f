package org.talkoot.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.talkoot.testkit.node.LocalNode;

/** The description of the surface and the routes of a running node are the same. */
final class OpenApiTest {

    private static final Pattern PATH = Pattern.compile("^  (/\\S*):$");
    private static final Pattern METHOD = Pattern.compile("^    (get|post|put|patch|delete):$");
    private static final Pattern STATUS = Pattern.compile("^        '([1-5][0-9]{2})':.*$");
    private static final List<String> METHODS = List.of("GET", "POST", "PUT", "PATCH", "DELETE");

    @TempDir
    static Path directory;

    private static LocalNode node;

    @BeforeAll
    static void start() {
        node = LocalNode.start(EdgeFixture.application(), directory, Map.of());
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    private static Set<String> described() {
        Set<String> operations = new TreeSet<>();
        String path = "";
        for (String line : node.text("/openapi.yaml").lines().toList()) {
            if (line.equals("components:")) {
                break;
            }
            Matcher onPath = PATH.matcher(line);
            Matcher onMethod = METHOD.matcher(line);
            if (onPath.matches()) {
                path = onPath.group(1);
            } else if (onMethod.matches()) {
                operations.add(onMethod.group(1).toUpperCase(Locale.ROOT) + " " + path);
            }
        }
        return operations;
    }

    @Test
    void everyOperationThatIsDescribedIsThereAndNoOtherMethodIs() throws IOException {
        Set<String> described = described();
        Set<String> there = new TreeSet<>();
        for (String path :
                new TreeSet<>(described.stream().map(o -> o.split(" ")[1]).toList())) {
            for (String method : METHODS) {
                String asked = path.replaceAll("\\{[^}]*}", "x1");
                if (isThere(method, asked)) {
                    there.add(template(described, method, asked, path));
                }
            }
        }

        assertThat(there).isEqualTo(described);
    }

    /** What answers may be another description, with this path as a value: as ids are. */
    private static String template(Set<String> described, String method, String asked, String otherwise) {
        return described.contains(method + " " + otherwise)
                ? method + " " + otherwise
                : described.stream()
                        .filter(operation -> (method + " " + asked).matches(operation.replaceAll("\\{[^}]*}", "[^/]+")))
                        .findFirst()
                        .orElse(method + " " + otherwise);
    }

    @Test
    void nothingIsDescribedTwice() {
        assertThat(node.text("/openapi.yaml")
                        .lines()
                        .filter(line -> PATH.matcher(line).matches()))
                .doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    GET  /v1/contents/{hash}                             | 200 400 404
                    POST /v1/conversations/{id}/agent                    | 200 400 404
                    POST /v1/runs/{id}/approvals/{call}                  | 200 400 404 409
                    POST /v1/approvals/{conversation}/{agent}/{call}     | 200 400 404 409
                    """)
    void whatARouteAnswersIsDescribed(String operation, String statuses) {
        assertThat(answers(operation.replaceAll(" +", " "))).containsAll(Arrays.asList(statuses.split(" ")));
    }

    /** The statuses that are described for an operation. */
    private static Set<String> answers(String wanted) {
        Set<String> statuses = new TreeSet<>();
        String path = "";
        String operation = "";
        for (String line : node.text("/openapi.yaml").lines().toList()) {
            Matcher onPath = PATH.matcher(line);
            Matcher onMethod = METHOD.matcher(line);
            Matcher onStatus = STATUS.matcher(line);
            if (onPath.matches()) {
                path = onPath.group(1);
                operation = "";
            } else if (onMethod.matches()) {
                operation = onMethod.group(1).toUpperCase(Locale.ROOT) + " " + path;
            } else if (onStatus.matches() && operation.equals(wanted)) {
                statuses.add(onStatus.group(1));
            }
        }
        return statuses;
    }

    /** A route that is not there is a 404 about the path, or a 405. */
    private static boolean isThere(String method, String path) throws IOException {
        try (RawHttp http = new RawHttp(node.port())) {
            RawHttp.Response response = http.ask(
                    method + " " + path + " HTTP/1.1",
                    "Host: localhost",
                    EdgeFixture.JSON,
                    "Connection: close",
                    "Content-Length: 2",
                    "",
                    "{}");
            JsonNode problem = response.isProblem() ? response.json() : null;
            boolean noRoute = response.status() == 404
                    && problem != null
                    && problem.path("instance").asText().isEmpty();
            return response.status() != 405 && !noRoute;
        }
    }
}
