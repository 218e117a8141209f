package org.talkoot.worker.broker;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.HexFormat;

/**
 * A conversation as one token of a subject or a routing key, as nodes read it: letters, digits, {@code -} and {@code _}
 * stay, each other byte of its UTF-8 is {@code =} and two hex digits.
 */
public final class NameToken {

    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private NameToken() {}

    /** The token of a text. */
    public static String of(String text) {
        if (text.isEmpty()) {
            return "=";
        }
        StringBuilder token = new StringBuilder(text.length() + 8);
        for (byte b : text.getBytes(UTF_8)) {
            if (stays(b)) {
                token.append((char) b);
            } else {
                token.append('=').append(HEX.toHexDigits(b));
            }
        }
        return token.toString();
    }

    private static boolean stays(byte b) {
        return (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z') || (b >= '0' && b <= '9') || b == '-' || b == '_';
    }
}
