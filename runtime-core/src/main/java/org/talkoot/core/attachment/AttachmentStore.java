package org.talkoot.core.attachment;

import org.talkoot.core.TenantId;

/**
 * Where bytes are kept: once for a tenant, under their hash, on behalf of all nodes. What nothing refers to is erased
 * after a while; what a conversation refers to goes when the last such conversation does. May block; for any thread.
 */
@FunctionalInterface
public interface AttachmentStore {

    /** Keeps nothing. */
    AttachmentStore NONE = tenant -> Attachments.NONE;

    Attachments of(TenantId tenant);
}
