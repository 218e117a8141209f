package org.talkoot.persistence.codec;

import org.talkoot.core.StreamId;

/** What can go wrong between an event and the journal. Each situation has a stable code. */
public final class JournalException extends RuntimeException {

    public static final String UNKNOWN_EVENT = "unknown-event";
    public static final String NEWER_VERSION = "newer-version";
    public static final String UNREADABLE = "unreadable";
    public static final String NOT_IN_CATALOG = "not-in-catalog";
    public static final String NOT_A_STREAM = "not-a-stream";
    public static final String MISSING_CONTENT = "missing-content";
    public static final String WRITER_FULL = "writer-full";
    public static final String WRITER_CLOSED = "writer-closed";
    public static final String SEQUENCE_TAKEN = "sequence-taken";
    public static final String UNREAD_BY_MEMBERS = "unread-by-members";
    public static final String WRITE_FAILED = "write-failed";

    private static final long serialVersionUID = 1L;

    private final String code;

    private JournalException(String code, String message) {
        super(message);
        this.code = code;
    }

    private JournalException(String code, String message, Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    /** A stable code for programs, in kebab-case. */
    public String code() {
        return code;
    }

    public static JournalException unknownEvent(String name, int version) {
        return new JournalException(UNKNOWN_EVENT, "No event '%s' v%d in the catalog".formatted(name, version));
    }

    /** Written by a later release; this one must not guess what it means. */
    public static JournalException newerVersion(String name, int version, int known) {
        return new JournalException(
                NEWER_VERSION,
                "'%s' is v%d in the journal, this release knows up to v%d".formatted(name, version, known));
    }

    public static JournalException unreadable(String name, int version, Throwable cause) {
        return new JournalException(UNREADABLE, "Cannot read '%s' v%d".formatted(name, version), cause);
    }

    /** The journal refers to something that it does not hold. */
    public static JournalException missingContent(String hash) {
        return new JournalException(MISSING_CONTENT, "Content %s is not in the journal".formatted(hash));
    }

    public static JournalException notInCatalog(Class<?> type) {
        return new JournalException(NOT_IN_CATALOG, "%s is not in the catalog".formatted(type.getName()));
    }

    public static JournalException notWritable(Class<?> type, Throwable cause) {
        return new JournalException(NOT_IN_CATALOG, "%s cannot be written".formatted(type.getName()), cause);
    }

    public static JournalException notAStream(String persistenceId, Throwable cause) {
        return new JournalException(
                NOT_A_STREAM,
                "'%s' is not tenant/key|entity, so it has no place in this journal".formatted(persistenceId),
                cause);
    }

    public static JournalException writerFull(int events, long bytes) {
        return new JournalException(
                WRITER_FULL, "%d events or %d bytes already wait to be written".formatted(events, bytes));
    }

    public static JournalException writerClosed() {
        return new JournalException(WRITER_CLOSED, "The journal is closed");
    }

    /** Somebody else wrote this event first: the entity runs twice. */
    public static JournalException sequenceTaken(StreamId stream, long seqNr, Throwable cause) {
        return new JournalException(
                SEQUENCE_TAKEN, "Event %d of %s was already written by another".formatted(seqNr, stream), cause);
    }

    /** Somebody in the cluster runs a release that does not know such an event: it waits until that one is gone. */
    public static JournalException unreadByMembers(String kind, Throwable cause) {
        return new JournalException(
                UNREAD_BY_MEMBERS,
                "An event '%s' waits until every member of the cluster reads it".formatted(kind),
                cause);
    }

    public static JournalException writeFailed(Throwable cause) {
        return new JournalException(WRITE_FAILED, "The journal could not be written", cause);
    }
}
