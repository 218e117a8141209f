package org.talkoot.core.schema;

import java.io.Serial;

/** A value that its schema lets through and its Java type does not. Never leaves this package. */
final class MisfitException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1;

    MisfitException(String path, String why) {
        super(path + " " + why, null, false, false);
    }
}
