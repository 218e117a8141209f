package org.talkoot.persistence.journal;

import java.util.List;

/** Told of what this node has committed. Called on the writer's thread: must not block. */
@FunctionalInterface
public interface CommitListener {

    CommitListener NONE = (first, rows) -> {};

    /**
     * These rows are durable.
     *
     * @param first the position of the first row; those after it follow without a gap
     * @param rows must not be kept after the call; their elements may be
     */
    void committed(long first, List<JournalRow> rows);
}
