package org.talkoot.client;

import java.io.Serial;

/**
 * Why something could not be done. What is refused has the code of the node's problem document, which is stable; the
 * message is for people.
 */
public abstract sealed class TalkootException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1;

    private TalkootException(String message) {
        super(message);
    }

    private TalkootException(String message, Throwable cause) {
        super(message, cause);
    }

    /** The node has understood, and says no: to repeat it changes nothing. */
    public static sealed class Refused extends TalkootException {

        @Serial
        private static final long serialVersionUID = 1;

        private final int status;
        private final String code;

        Refused(int status, String code, String detail) {
            super(detail);
            this.status = status;
            this.code = code;
        }

        /** Of HTTP. */
        public int status() {
            return status;
        }

        /** Such as {@code unknown-agent}; {@code http-<status>} when whatever answered was no node. */
        public String code() {
            return code;
        }
    }

    /** There is no such thing, or not any more. */
    public static final class NotFound extends Refused {

        @Serial
        private static final long serialVersionUID = 1;

        NotFound(int status, String code, String detail) {
            super(status, code, detail);
        }
    }

    /** The token is missing or wrong, or its owner may not do this. */
    public static final class NotAllowed extends Refused {

        @Serial
        private static final long serialVersionUID = 1;

        NotAllowed(int status, String code, String detail) {
            super(status, code, detail);
        }
    }

    /** The node failed, or is too busy and stayed so for as long as the client had patience. To be tried again. */
    public static final class Unavailable extends TalkootException {

        @Serial
        private static final long serialVersionUID = 1;

        private final int status;
        private final String code;

        Unavailable(int status, String code, String detail) {
            super(detail);
            this.status = status;
            this.code = code;
        }

        public int status() {
            return status;
        }

        public String code() {
            return code;
        }
    }

    /**
     * No node answered for as long as the client had patience. What was sent may have arrived: send it again with the
     * same key.
     */
    public static final class Unreachable extends TalkootException {

        @Serial
        private static final long serialVersionUID = 1;

        Unreachable(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** The turn has ended without an answer; the code says why, such as {@code output-invalid}. */
    public static final class TurnFailed extends TalkootException {

        @Serial
        private static final long serialVersionUID = 1;

        private final String code;

        TurnFailed(String code, String detail) {
            super(code + ": " + detail);
            this.code = code;
        }

        public String code() {
            return code;
        }
    }

    /** The turn goes on; whoever asked waits no longer. Nothing is lost: it can be awaited again. */
    public static final class StillRunning extends TalkootException {

        @Serial
        private static final long serialVersionUID = 1;

        StillRunning(String message) {
            super(message);
        }
    }

    /** What came is not what was expected: no JSON, no such record, too long. */
    public static final class Unreadable extends TalkootException {

        @Serial
        private static final long serialVersionUID = 1;

        Unreadable(String message) {
            super(message);
        }

        Unreadable(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** The client was closed, or the thread interrupted (it still is). */
    public static final class Stopped extends TalkootException {

        @Serial
        private static final long serialVersionUID = 1;

        Stopped(String message) {
            super(message);
        }
    }
}
