package org.talkoot.core;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Short names for long texts: the first hexadecimal digits of SHA-256. */
public final class Hash {

    private static final String SHA_256 = "SHA-256";

    private Hash() {}

    /**
     * The same text gives the same name for ever.
     *
     * @param digits 1 to 64; two texts of one name are to be expected after 2^(2 * digits) texts
     */
    public static String of(String text, int digits) {
        return HexFormat.of()
                .formatHex(of(text.getBytes(StandardCharsets.UTF_8)))
                .substring(0, digits);
    }

    /** All 32 bytes, for what is no text. */
    public static byte[] of(byte[] content) {
        return sha256().digest(content);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance(SHA_256);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
