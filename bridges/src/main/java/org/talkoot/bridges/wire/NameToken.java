package org.talkoot.bridges.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.HexFormat;

/**
 * Any text as one token of a broker's names: subjects, routing keys, names of topics and streams. Letters, digits,
 * {@code -} and {@code _} stay; each other byte of its UTF-8 is {@code =} and two hex digits, as in quoted-printable
 * (RFC 2045, 6.7), because {@code %} may not stand everywhere and {@code .}, {@code *}, {@code >}, {@code #} and blanks
 * mean something to one broker or another. The empty text is {@code =}.
 *
 * <p>Two texts never have one token, and a token is readable for as long as an id is.
 */
public final class NameToken {

    private static final String EMPTY = "=";
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private NameToken() {}

    /** The token of a text. */
    public static String of(String text) {
        if (text.isEmpty()) {
            return EMPTY;
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

    /**
     * The text of a token.
     *
     * @throws IllegalArgumentException when no text has it
     */
    public static String text(String token) {
        if (token.equals(EMPTY)) {
            return "";
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(token.length());
        for (int i = 0; i < token.length(); i++) {
            if (token.charAt(i) == '=' && i + 2 < token.length()) {
                bytes.write(HexFormat.fromHexDigits(token, i + 1, i + 3));
                i += 2;
            } else {
                bytes.write(token.charAt(i));
            }
        }
        String text = bytes.toString(UTF_8);
        if (!of(text).equals(token)) {
            throw new IllegalArgumentException("'%s' is no token of a name".formatted(token));
        }
        return text;
    }
}
