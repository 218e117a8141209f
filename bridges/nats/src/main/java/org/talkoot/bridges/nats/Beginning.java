package org.talkoot.bridges.nats;

import java.util.Optional;
import java.util.OptionalLong;
import org.talkoot.core.bus.BusException;

/**
 * Where a lane is taken from. The journal's watermark decides, if there is one; what the consumer has acknowledged is
 * the next best; a lane that neither knows is read from its first record. A consumer cannot be set back, so where it
 * has acknowledged what the journal does not have, it is made anew, which JetStream allows for streams that keep what
 * was acknowledged. Nothing is ever done again or left out without a word, as far as a number can tell.
 *
 * @param word what is to be said about it, if it is not as always
 */
record Beginning(Consumer consumer, Word word, Optional<String> sentence) {

    /** What is to be done with the consumer. */
    sealed interface Consumer {

        /** It goes on. */
        record Kept() implements Consumer {}

        /** It is made, after it was deleted if there is one. */
        record Made(long from) implements Consumer {}
    }

    /** How loud. */
    enum Word {
        NOTHING,
        NOTICE,
        WARNING,
        LOSS
    }

    /**
     * What is known of a lane.
     *
     * @param watermark the first record that the journal does not have
     * @param unacknowledged the first record that the consumer has not acknowledged; empty: there is no consumer
     * @param forgotten the first record from the watermark on that is there and acknowledged
     * @param stream which records there are
     */
    record Known(OptionalLong watermark, OptionalLong unacknowledged, OptionalLong forgotten, Records stream) {

        long wanted() {
            return watermark.orElse(unacknowledged.orElse(stream.first()));
        }
    }

    /**
     * Records of a stream.
     *
     * @param end behind the last
     * @param keeps whether what was acknowledged is still there
     * @param mixed whether there are records of other lanes in between, so that numbers do not count
     */
    record Records(long first, long end, boolean keeps, boolean mixed) {}

    /**
     * Decides.
     *
     * @throws BusException when the stream ends before what was taken from it: it has lost records, or was set back,
     *     and new ones would stand where known ones stood
     */
    static Beginning of(String lane, Known known) {
        long wanted = known.wanted();
        if (wanted > known.stream().end()) {
            throw new BusException(("%s ends at %d, but its records before %d were taken: the stream has lost records"
                            + " or was set back. Nothing is taken from it. Bring the stream back, or set"
                            + " another talkoot.nats.source.name to take what is there from its beginning")
                    .formatted(lane, known.stream().end(), wanted));
        }
        Beginning beginning = known.unacknowledged().isPresent() ? withConsumer(lane, known) : without(lane, known);
        long gone = gone(known);
        return gone == 0
                ? beginning
                : new Beginning(
                        beginning.consumer(),
                        Word.LOSS,
                        Optional.of("%d records of %s, from %d on, are gone before they were taken"
                                .formatted(gone, lane, wanted)));
    }

    /**
     * Whether the first record is behind what is wanted because of this lane, nobody can say of a stream of several.
     */
    private static long gone(Known known) {
        Records stream = known.stream();
        if (stream.mixed()) {
            return 0;
        }
        long from = known.wanted();
        long to = stream.keeps()
                ? stream.first()
                : Math.max(stream.first(), known.unacknowledged().orElse(0));
        return Math.max(0, to - from);
    }

    private static Beginning withConsumer(String lane, Known known) {
        if (known.watermark().isEmpty()) {
            long from = known.unacknowledged().orElse(known.stream().first());
            return from > known.stream().first() || (!known.stream().keeps() && from > 1)
                    ? said(
                            new Consumer.Kept(),
                            Word.WARNING,
                            ("the journal knows nothing of %s, but its consumer has acknowledged it up to %d; going"
                                            + " on there, without the records before")
                                    .formatted(lane, from))
                    : new Beginning(new Consumer.Kept(), Word.NOTHING, Optional.empty());
        }
        long wanted = known.wanted();
        return known.forgotten().isPresent() && known.stream().keeps()
                ? said(
                        new Consumer.Made(wanted),
                        Word.WARNING,
                        ("the consumer has acknowledged %s up to %d, but the journal has it up to %d only, as after a"
                                        + " restore; taking the records between once more")
                                .formatted(lane, known.unacknowledged().orElse(0), wanted))
                : new Beginning(new Consumer.Kept(), Word.NOTHING, Optional.empty());
    }

    private static Beginning without(String lane, Known known) {
        long wanted = known.wanted();
        Consumer made = new Consumer.Made(wanted);
        if (known.watermark().isPresent()) {
            return said(
                    made,
                    Word.WARNING,
                    "%s has no consumer any more; going on at %d, where the journal stands".formatted(lane, wanted));
        }
        return known.stream().end() > known.stream().first()
                ? said(made, Word.NOTICE, "%s is new here; beginning with its first record, %d".formatted(lane, wanted))
                : new Beginning(made, Word.NOTHING, Optional.empty());
    }

    private static Beginning said(Consumer consumer, Word word, String sentence) {
        return new Beginning(consumer, word, Optional.of(sentence));
    }
}
