package org.talkoot.bridges.wire.json;

import com.fasterxml.jackson.core.JsonToken;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** What strings of an envelope may look like. */
public final class Texts {

    private static final int QUOTED = 40;

    private Texts() {}

    /** The text of a scalar as a string; null when it is absent or null. */
    public static @Nullable String scalar(@Nullable RawJson value, String label) {
        if (value == null || value.token() == JsonToken.VALUE_NULL) {
            return null;
        }
        if (value.token().isStructStart()) {
            throw UnreadableEventException.poison(label + " must be a string");
        }
        return value.string() != null ? value.string() : value.text();
    }

    /** Attributes travel in headers and logs, where control characters and half characters harm. */
    public static String require(String value, String label, int maxLength) {
        if (value.length() > maxLength) {
            throw UnreadableEventException.poison("%s has more than %d characters".formatted(label, maxLength));
        }
        if (!isClean(value)) {
            throw UnreadableEventException.poison(label + " has a control character or half a surrogate pair in it");
        }
        return value;
    }

    /** The same for text that may have more than one line. */
    public static String requireLines(String value, String label, int maxLength) {
        require(value.replaceAll("[\\t\\r\\n]", " "), label, maxLength);
        return value;
    }

    /** Reads UTF-8 and nothing else; a byte order mark in front is ignored. */
    public static String decode(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length);
        CoderResult result = StandardCharsets.UTF_8.newDecoder().decode(in, out, true);
        if (result.isError()) {
            throw UnreadableEventException.poison("byte %d: the body is not UTF-8".formatted(in.position()));
        }
        String text = out.flip().toString();
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }

    public static boolean isClean(String value) {
        return value.codePoints()
                .noneMatch(c -> Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE);
    }

    /** For messages: short, in quotes and without anything that could break a line. */
    public static String quoted(String value) {
        String head = value.length() <= QUOTED ? value : value.substring(0, QUOTED) + "...";
        StringBuilder clean = new StringBuilder(head.length() + 2).append('\'');
        head.chars().forEach(c -> clean.append(Character.isISOControl(c) ? '?' : (char) c));
        return clean.append('\'').toString();
    }
}
