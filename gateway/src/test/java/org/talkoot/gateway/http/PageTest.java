package org.talkoot.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.talkoot.testkit.node.LocalNode;

/** The page to try a node with. */
final class PageTest {

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

    @Test
    void runsOnlyItsOwnScriptAndSaysSo() throws IOException {
        RawHttp.Response page = get("/");

        assertThat(page.headers().get("content-security-policy"))
                .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
                .doesNotContain("unsafe");
        assertThat(page.text())
                .doesNotContain("<style", "style=", "onclick=", "javascript:")
                .doesNotContainPattern("<script(?![^>]* src=)");
    }

    @Test
    void bringsAllThatItNeeds() throws IOException {
        assertThat(get("/page.js").headers().get("content-type")).contains("javascript");
        assertThat(get("/page.css").headers().get("content-type")).contains("text/css");
        for (String file : List.of("/", "/page.js", "/work.js", "/attached.js", "/page.css")) {
            assertThat(get(file).headers()).containsEntry("x-content-type-options", "nosniff");
        }
    }

    @Test
    void everyTextHasItsOwnDirection() throws IOException {
        assertThat(get("/").text()).contains("<textarea", "dir=\"auto\"");
        assertThat(get("/page.js").text()).contains("element.dir = 'auto'");
    }

    private static RawHttp.Response get(String path) throws IOException {
        try (RawHttp http = new RawHttp(node.port())) {
            RawHttp.Response response = http.ask("GET " + path + " HTTP/1.1", "Host: localhost");
            assertThat(response.status()).isEqualTo(200);
            return response;
        }
    }
}
