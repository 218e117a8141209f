package org.talkoot.agents.attachment;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.tika.Tika;
import org.talkoot.core.attachment.MediaType;

/** What bytes are, by themselves. */
final class Contents {

    private static final Tika TIKA = new Tika();
    private static final JsonFactory JSON = new JsonFactory();
    private static final MediaType PLAIN = new MediaType("text/plain");

    /** Names that say the same. */
    private static final Map<String, String> SAME = Map.ofEntries(
            Map.entry("audio/vnd.wave", "audio/wav"),
            Map.entry("audio/x-wav", "audio/wav"),
            Map.entry("audio/wave", "audio/wav"),
            Map.entry("audio/mp3", "audio/mpeg"),
            Map.entry("audio/x-flac", "audio/flac"),
            Map.entry("audio/vorbis", "audio/ogg"),
            Map.entry("audio/opus", "audio/ogg"),
            Map.entry("application/ogg", "audio/ogg"),
            Map.entry("image/jpg", "image/jpeg"),
            Map.entry("image/x-png", "image/png"),
            Map.entry("text/x-web-markdown", "text/markdown"),
            Map.entry("application/x-pdf", "application/pdf"));

    private Contents() {}

    /** By its usual name. */
    static MediaType usual(MediaType type) {
        String usual = SAME.get(type.value());
        return usual == null ? type : new MediaType(usual);
    }

    /** What they look like; all kinds of text but a few look like plain text. */
    static MediaType look(byte[] bytes) {
        MediaType found = usual(MediaType.parse(TIKA.detect(bytes)));
        return switch (found.kind()) {
            case TEXT -> PLAIN;
            case IMAGE, AUDIO, PDF -> found;
            case OTHER -> isText(bytes) ? PLAIN : found;
        };
    }

    /** Whether they can be what they are said to be. */
    static boolean fit(byte[] bytes, MediaType said) {
        if (said.kind() != MediaType.Kind.TEXT) {
            return look(bytes).equals(said);
        }
        return said.value().equals("application/json") ? isText(bytes) && isJson(bytes) : isText(bytes);
    }

    /** UTF-8 without what no text has. */
    private static boolean isText(byte[] bytes) {
        for (byte b : bytes) {
            if (b >= 0 && b < ' ' && b != '\n' && b != '\r' && b != '\t' && b != '\f') {
                return false;
            }
        }
        try {
            return StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(ByteBuffer.wrap(bytes))
                            .length()
                    > 0;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    private static boolean isJson(byte[] bytes) {
        try (JsonParser parser = JSON.createParser(bytes)) {
            if (parser.nextToken() == null) {
                return false;
            }
            parser.skipChildren();
            return parser.nextToken() == null;
        } catch (IOException e) {
            return false;
        }
    }
}
