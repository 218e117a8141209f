package org.talkoot.core.attachment;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A picture, a recording or a file that belongs to a text. Journals have this and never the bytes, which are kept once
 * for a tenant however often they are referred to.
 *
 * @param type found out from the bytes, not believed
 * @param bytes how many, at least one
 * @param name as whoever brought it calls it: a label for people and models, never a path; null: it has none
 */
public record Attachment(
        AttachmentId id,
        MediaType type,
        long bytes,
        @Nullable String name) {

    /** That one message, result or answer may have. */
    public static final int MOST = 16;

    /** Characters of a name. */
    public static final int LONGEST_NAME = 200;

    /** What a picture weighs for a model, whatever its bytes: about 1,500 tokens. */
    private static final long PICTURE = 6_000;

    /** Bytes of a recording or a document that weigh as much as a character of text. */
    private static final long DENSE = 16;

    public Attachment {
        if (bytes < 1) {
            throw new IllegalArgumentException("an attachment has at least one byte");
        }
        if (name != null
                && (name.isBlank()
                        || name.length() > LONGEST_NAME
                        || name.chars().anyMatch(Character::isISOControl))) {
            throw new IllegalArgumentException(
                    "the name of an attachment has 1 to %d characters, none of them a control".formatted(LONGEST_NAME));
        }
    }

    public Attachment named(@Nullable String label) {
        return new Attachment(id, type, bytes, label);
    }

    /**
     * A copy of the list.
     *
     * @throws IllegalArgumentException if there are more than {@link #MOST}
     */
    public static List<Attachment> bounded(List<Attachment> attachments) {
        if (attachments.size() > MOST) {
            throw new IllegalArgumentException(
                    "there are %d attachments, at most %d go with one text".formatted(attachments.size(), MOST));
        }
        return List.copyOf(attachments);
    }

    /**
     * How much room it takes in what a model is told, in characters: a guess that is on the safe side, for what models
     * count is in no proportion to bytes. Text counts as it is.
     */
    public long weight() {
        return switch (type.kind()) {
            case IMAGE -> PICTURE;
            case TEXT -> bytes;
            case AUDIO, PDF, OTHER -> PICTURE + bytes / DENSE;
        };
    }

    public static long weight(List<Attachment> attachments) {
        long weight = 0;
        for (Attachment attachment : attachments) {
            weight += attachment.weight();
        }
        return weight;
    }

    /** In words, a line each, for whoever cannot be shown them. */
    public static String told(List<Attachment> attachments) {
        return attachments.stream().map(attachment -> attachment.told() + '\n').collect(Collectors.joining());
    }

    private String told() {
        return "[%s, %s, %,d bytes]".formatted(name == null ? "attachment" : name, type, bytes);
    }
}
