package org.talkoot.core.attachment;

import java.util.HexFormat;
import java.util.Optional;
import org.talkoot.core.Hash;

/**
 * What bytes there are, whoever has them and wherever they lie.
 *
 * @param value SHA-256 of the bytes: 64 hexadecimal digits in lower case
 */
public record AttachmentId(String value) {

    private static final int DIGITS = 64;

    public AttachmentId {
        if (!isId(value)) {
            throw new IllegalArgumentException(
                    "the id of an attachment is the SHA-256 of its bytes, %d hexadecimal digits in lower case"
                            .formatted(DIGITS));
        }
    }

    /** Empty: that is none. */
    public static Optional<AttachmentId> parse(String text) {
        return isId(text) ? Optional.of(new AttachmentId(text)) : Optional.empty();
    }

    private static boolean isId(String text) {
        return text.length() == DIGITS && text.chars().allMatch(AttachmentId::isDigit);
    }

    public static AttachmentId of(byte[] bytes) {
        return new AttachmentId(HexFormat.of().formatHex(Hash.of(bytes)));
    }

    private static boolean isDigit(int c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
    }

    @Override
    public String toString() {
        return value;
    }
}
