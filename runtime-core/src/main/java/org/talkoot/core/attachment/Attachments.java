package org.talkoot.core.attachment;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The attachments of one tenant. Whoever has this sees no other's. May block; for any thread. */
public interface Attachments extends AttachmentReader {

    /** There are none, and none is taken. */
    Attachments NONE = new Attachments() {
        @Override
        public Reply put(byte[] bytes, @Nullable MediaType declared, @Nullable String name) {
            return new Reply.Refused(Reason.TYPE_NOT_TAKEN, "No attachments are kept here.");
        }

        @Override
        public List<Optional<Attachment>> hold(List<AttachmentId> ids) {
            return ids.stream().map(id -> Optional.<Attachment>empty()).toList();
        }

        @Override
        public Optional<Attachment> find(AttachmentId id) {
            return Optional.empty();
        }

        @Override
        public Optional<byte[]> read(AttachmentId id) {
            return Optional.empty();
        }
    };

    /**
     * Keeps these bytes, for a while if nothing comes to refer to them. The same again is the same attachment.
     *
     * @param declared what they are said to be; null: whatever they are
     * @param name as in {@link Attachment#name}
     * @return that they are kept, or why nothing of them is
     */
    Reply put(byte[] bytes, @Nullable MediaType declared, @Nullable String name);

    /**
     * What is known of these, each in its place, and keeps those for a while from now on: until then a message that
     * refers to them can be written.
     *
     * @return without names; empty in the place of one that there is not
     */
    List<Optional<Attachment>> hold(List<AttachmentId> ids);

    /** What is known of one, without a name; empty: there is none. */
    Optional<Attachment> find(AttachmentId id);

    /** What becomes of bytes that somebody brings. */
    sealed interface Reply {

        record Kept(Attachment attachment) implements Reply {}

        /**
         * Nothing is kept.
         *
         * @param why in words, for whoever brought them
         */
        record Refused(Reason reason, String why) implements Reply {}
    }

    /** Why bytes are refused. */
    enum Reason {
        EMPTY,
        TOO_LARGE,
        /** It is of no type that is taken here. */
        TYPE_NOT_TAKEN,
        /** It is not what it is said to be. */
        NOT_WHAT_IT_SAYS,
        BAD_NAME
    }
}
