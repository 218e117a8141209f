package org.talkoot.persistence.tail;

import java.sql.SQLException;

/** Somebody else has moved the position of a follower: another node, or a command to begin again. */
final class OffsetMovedException extends SQLException {

    private static final long serialVersionUID = 1L;

    OffsetMovedException(String name) {
        super("the offset of " + name + " was moved by another");
    }
}
