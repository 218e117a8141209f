package org.talkoot.gateway.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpCharsets;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.MediaTypes;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;

/**
 * The page to try a node with. It runs only its own script and asks only its own node, and no other page can show it in
 * a frame: what an agent or a tool says is text here, whatever it contains.
 */
final class WebPage {

    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
            + " img-src data: blob:; media-src blob:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static final ContentType.NonBinary SCRIPT =
            MediaTypes.APPLICATION_JAVASCRIPT.toContentType(HttpCharsets.UTF_8);

    private final HttpResponse html = response("index.html", ContentTypes.TEXT_HTML_UTF8);

    /** What the page is made of, by the name under which it asks for it. */
    private final Map<String, HttpResponse> parts = Map.of(
            "page.js", response("page.js", SCRIPT),
            "work.js", response("work.js", SCRIPT),
            "attached.js", response("attached.js", SCRIPT),
            "page.css", response("page.css", MediaTypes.TEXT_CSS.toContentType(HttpCharsets.UTF_8)));

    HttpResponse html() {
        return html;
    }

    Map<String, HttpResponse> parts() {
        return parts;
    }

    private static HttpResponse response(String name, ContentType.NonBinary type) {
        return HttpResponse.create()
                .addHeader(RawHeader.create("Content-Security-Policy", POLICY))
                .addHeader(RawHeader.create("X-Content-Type-Options", "nosniff"))
                .addHeader(RawHeader.create("Referrer-Policy", "no-referrer"))
                .addHeader(RawHeader.create("Cache-Control", "no-cache"))
                .withEntity(type, resource("web/" + name));
    }

    static String resource(String name) {
        try (InputStream in = WebPage.class.getClassLoader().getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the resource " + name + " is missing");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
