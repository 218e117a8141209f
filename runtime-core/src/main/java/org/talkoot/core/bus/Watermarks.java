package org.talkoot.core.bus;

import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;

/**
 * How far the journal has come with each log of a source, kept in the journal's own database: it is restored together
 * with the journal, and says what is true whatever the broker remembers. For any thread.
 */
public interface Watermarks {

    /**
     * The first offset of the log that is not known to be in the journal. Blocks.
     *
     * @return empty: nothing of this log has ever come in
     */
    OptionalLong next(String log);

    /**
     * Everything before {@code next} is in the journal. Never leads back: a smaller one than is known changes nothing.
     *
     * @return completes when it is durable
     */
    CompletableFuture<Void> advance(String log, long next);
}
