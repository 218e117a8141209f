package org.talkoot.bridges.wire.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;

/** JSON that is being written. */
public final class JsonText {

    private static final JsonFactory JSON = new JsonFactory();

    private JsonText() {}

    /** What writes it. */
    public interface Content {
        public void writeTo(JsonGenerator json) throws IOException;
    }

    public static String of(int expectedLength, Content content) {
        StringWriter out = new StringWriter(expectedLength);
        try (JsonGenerator json = JSON.createGenerator(out)) {
            content.writeTo(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toString();
    }

    /** The text as a JSON string. */
    public static String quoted(String text) {
        return of(text.length() + 16, json -> json.writeString(text));
    }
}
