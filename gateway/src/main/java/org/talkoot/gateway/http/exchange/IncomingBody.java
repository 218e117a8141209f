package org.talkoot.gateway.http.exchange;

import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * One body, or one message of a WebSocket, while it streams in: held up to a bound of its own and that of the node.
 * What is beyond is dropped as it comes, so that the sender can finish and hear why it was refused. Used by one stream
 * at a time; to be closed once it is taken or refused.
 */
final class IncomingBody implements AutoCloseable {

    private final long bound;
    private final HeldBytes node;
    private ByteString bytes = ByteString.emptyByteString();
    private @Nullable Problem refusal;

    public IncomingBody(long bound, HeldBytes node) {
        this.bound = bound;
        this.node = node;
    }

    /** Drops everything, whatever comes. */
    public void refuse(Problem why) {
        if (refusal == null) {
            refusal = why;
            close();
        }
    }

    public void add(ByteString more) {
        if (refusal != null) {
            return;
        }
        if (bytes.size() + (long) more.size() > bound) {
            refuse(Problem.tooLarge(bound));
        } else if (!node.take(more.size())) {
            refuse(Problem.unavailable("The node holds as many bodies as it may; try again."));
        } else {
            bytes = bytes.concat(more);
        }
    }

    /**
     * All of it.
     *
     * @throws ProblemException when it was refused
     */
    public byte[] bytes() {
        if (refusal != null) {
            throw new ProblemException(refusal);
        }
        return bytes.toArray();
    }

    @Override
    public void close() {
        node.giveBack(bytes.size());
        bytes = ByteString.emptyByteString();
    }
}
