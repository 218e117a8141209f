package org.talkoot.gateway.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
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
            + " img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private final HttpResponse html = response("index.html", ContentTypes.TEXT_HTML_UTF8);
    private final HttpResponse script =
            response("page.js", MediaTypes.APPLICATION_JAVASCRIPT.toContentType(HttpCharsets.UTF_8));
    private final HttpResponse work =
            response("work.js", MediaTypes.APPLICATION_JAVASCRIPT.toContentType(HttpCharsets.UTF_8));
    private final HttpResponse style = response("page.css", MediaTypes.TEXT_CSS.toContentType(HttpCharsets.UTF_8));

    HttpResponse html() {
        return html;
    }

    HttpResponse script() {
        return script;
    }

    /** The part of the script that says who works for a run. */
    HttpResponse work() {
        return work;
    }

    HttpResponse style() {
        return style;
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
