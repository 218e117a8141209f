package org.talkoot.bridges.kafka;

import java.util.Optional;
import java.util.OptionalLong;
import org.talkoot.core.bus.BusException;

/**
 * Where a partition is read from. The journal's watermark decides, if there is one; what the group has committed is the
 * next best; a partition that neither knows is read from its first record. Nothing is ever done again or left out
 * without a word.
 *
 * @param word what is to be said about it, if it is not as always
 */
record Beginning(long offset, Word word, Optional<String> sentence) {

    /** How loud. */
    enum Word {
        NOTHING,
        NOTICE,
        WARNING,
        LOSS
    }

    /**
     * What is known of a partition.
     *
     * @param watermark the first offset that the journal does not have
     * @param committed the first offset that the group has not committed
     * @param first of the records that are there
     * @param end behind the last of them
     */
    record Known(OptionalLong watermark, OptionalLong committed, long first, long end) {

        long wanted() {
            return watermark.orElse(committed.orElse(first));
        }
    }

    /**
     * Decides.
     *
     * @throws BusException when the partition ends before what was taken from it: it has lost records, or was set back,
     *     and new ones would stand where known ones stood
     */
    static Beginning of(String partition, Known known) {
        long wanted = known.wanted();
        if (wanted > known.end()) {
            throw new BusException(("%s ends at %d, but its records before %d were taken: it has lost records or"
                            + " was set back. Nothing is taken from it. Bring the topic back, or set"
                            + " another talkoot.kafka.source.group-id to take what is there from its"
                            + " beginning")
                    .formatted(partition, known.end(), wanted));
        }
        if (wanted < known.first()) {
            return said(
                    known.first(),
                    Word.LOSS,
                    "%d records of %s, from %d on, are gone before they were taken"
                            .formatted(known.first() - wanted, partition, wanted));
        }
        return known.watermark().isPresent() ? byTheJournal(partition, known) : withoutTheJournal(partition, known);
    }

    private static Beginning byTheJournal(String partition, Known known) {
        long wanted = known.wanted();
        if (known.committed().isEmpty()) {
            return said(
                    wanted,
                    Word.WARNING,
                    "the group has no offset of %s; going on at %d, where the journal stands"
                            .formatted(partition, wanted));
        }
        long committed = known.committed().getAsLong();
        if (committed > wanted) {
            return said(
                    wanted,
                    Word.WARNING,
                    ("the group has committed %s up to %d, but the journal has it up to %d only, as"
                                    + " after a restore; taking the records between once more")
                            .formatted(partition, committed, wanted));
        }
        return new Beginning(wanted, Word.NOTHING, Optional.empty());
    }

    private static Beginning withoutTheJournal(String partition, Known known) {
        long wanted = known.wanted();
        if (known.committed().isPresent() && wanted > known.first()) {
            return said(
                    wanted,
                    Word.WARNING,
                    ("the journal knows nothing of %s, but the group has committed it up to %d;"
                                    + " going on there, without the records before")
                            .formatted(partition, wanted));
        }
        return known.end() > known.first()
                ? said(
                        wanted,
                        Word.NOTICE,
                        "%s is new here; beginning with its first record, %d".formatted(partition, wanted))
                : new Beginning(wanted, Word.NOTHING, Optional.empty());
    }

    private static Beginning said(long offset, Word word, String sentence) {
        return new Beginning(offset, word, Optional.of(sentence));
    }
}
