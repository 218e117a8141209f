package org.talkoot.agents.attachment;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.talkoot.core.TenantId;
import org.talkoot.core.attachment.Attachment;
import org.talkoot.core.attachment.AttachmentId;
import org.talkoot.core.attachment.AttachmentStore;
import org.talkoot.core.attachment.Attachments;
import org.talkoot.core.attachment.MediaType;

/**
 * Lets only such bytes into a store as may be attached: not too many, of a type that is taken, and of the one that they
 * are said to be. What a file is is found out from its bytes: neither its name nor its sender is believed.
 */
public final class CheckedAttachments implements AttachmentStore {

    private final AttachmentStore store;
    private final AttachmentSettings settings;
    private final AttachmentMeters meters;

    public CheckedAttachments(AttachmentStore store, AttachmentSettings settings, AttachmentMeters meters) {
        this.store = store;
        this.settings = settings;
        this.meters = meters;
    }

    @Override
    public Attachments of(TenantId tenant) {
        return new Checked(store.of(tenant));
    }

    private final class Checked implements Attachments {

        private final Attachments kept;

        Checked(Attachments kept) {
            this.kept = kept;
        }

        @Override
        public Reply put(byte[] bytes, @Nullable MediaType declared, @Nullable String name) {
            Reply reply = checked(bytes, declared, name);
            if (reply instanceof Reply.Refused refused) {
                meters.refused(refused.reason());
            }
            return reply;
        }

        private Reply checked(byte[] bytes, @Nullable MediaType declared, @Nullable String name) {
            if (bytes.length == 0) {
                return new Reply.Refused(Reason.EMPTY, "There is nothing in it.");
            }
            if (bytes.length > settings.maxBytes()) {
                return new Reply.Refused(
                        Reason.TOO_LARGE,
                        "It has %,d bytes; an attachment may have %,d.".formatted(bytes.length, settings.maxBytes()));
            }
            MediaType type = declared == null ? Contents.look(bytes) : Contents.usual(declared);
            if (!settings.types().contains(type)) {
                return new Reply.Refused(
                        Reason.TYPE_NOT_TAKEN,
                        "It is of the type %s; taken are %s.".formatted(type, settings.typesInWords()));
            }
            if (!Contents.fit(bytes, type)) {
                return new Reply.Refused(
                        Reason.NOT_WHAT_IT_SAYS,
                        "It is said to be %s, but looks like %s.".formatted(type, Contents.look(bytes)));
            }
            return named(bytes, type, name);
        }

        private Reply named(byte[] bytes, MediaType type, @Nullable String name) {
            try {
                Attachment unused = new Attachment(AttachmentId.of(bytes), type, bytes.length, name);
            } catch (IllegalArgumentException e) {
                return new Reply.Refused(Reason.BAD_NAME, "That name cannot be kept: " + e.getMessage() + '.');
            }
            return kept.put(bytes, type, name);
        }

        @Override
        public List<Optional<Attachment>> hold(List<AttachmentId> ids) {
            return kept.hold(ids);
        }

        @Override
        public Optional<Attachment> find(AttachmentId id) {
            return kept.find(id);
        }

        @Override
        public Optional<byte[]> read(AttachmentId id) {
            return kept.read(id);
        }
    }
}
