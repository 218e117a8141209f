package org.talkoot.core.attachment;

import java.util.Optional;

/** Reads the bytes of the attachments of one tenant. May block; for any thread. */
@FunctionalInterface
public interface AttachmentReader {

    /** There is nothing to read. */
    AttachmentReader NONE = id -> Optional.empty();

    /** Not to be changed by anyone; empty: they have been erased, or there never were any. */
    Optional<byte[]> read(AttachmentId id);
}
