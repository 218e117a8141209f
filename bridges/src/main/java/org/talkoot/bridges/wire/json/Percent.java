package org.talkoot.bridges.wire.json;

import java.nio.charset.StandardCharsets;

/** Percent-encoding, for what may hold fewer characters than a string. */
public final class Percent {

    private static final String PLAIN = "-._~/:@";

    private Percent() {}

    /** Escapes whatever a URI cannot hold, and a few characters more. */
    public static String encode(String text) {
        StringBuilder out = new StringBuilder();
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xFF);
            boolean plain = c < 128 && (Character.isLetterOrDigit(c) || PLAIN.indexOf(c) >= 0);
            out.append(plain ? String.valueOf(c) : "%%%02X".formatted((int) c));
        }
        return out.toString();
    }

    /** Undoes escapes; a percent sign that begins none stays. */
    public static String decode(String text) {
        if (text.indexOf('%') < 0) {
            return text;
        }
        byte[] in = text.getBytes(StandardCharsets.UTF_8);
        byte[] out = new byte[in.length];
        int length = 0;
        for (int i = 0; i < in.length; i++) {
            int escaped = in[i] == '%' && i + 2 < in.length ? hex(in[i + 1], in[i + 2]) : -1;
            out[length++] = escaped < 0 ? in[i] : (byte) escaped;
            i += escaped < 0 ? 0 : 2;
        }
        return new String(out, 0, length, StandardCharsets.UTF_8);
    }

    private static int hex(byte high, byte low) {
        int h = Character.digit((char) high, 16);
        int l = Character.digit((char) low, 16);
        return h < 0 || l < 0 ? -1 : h * 16 + l;
    }
}
