package org.talkoot.bridges.nats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.talkoot.bridges.nats.Beginning.Consumer.Kept;
import org.talkoot.bridges.nats.Beginning.Consumer.Made;
import org.talkoot.bridges.nats.Beginning.Known;
import org.talkoot.bridges.nats.Beginning.Records;
import org.talkoot.bridges.nats.Beginning.Word;
import org.talkoot.core.bus.BusException;

final class BeginningTest {

    private static final OptionalLong NONE = OptionalLong.empty();
    private static final Records TEN = new Records(1, 11, true, false);

    @Test
    void goesOnWhereJournalAndConsumerAgree() {
        Beginning beginning = Beginning.of("tasks", new Known(at(5), at(5), NONE, TEN));

        assertThat(beginning.consumer()).isEqualTo(new Kept());
        assertThat(beginning.sentence()).isEmpty();
    }

    @Test
    void goesOnWithoutAWordWhenAnAcknowledgementWasLost() {
        assertThat(Beginning.of("tasks", new Known(at(8), at(5), NONE, TEN)).word())
                .isEqualTo(Word.NOTHING);
    }

    @Test
    void makesTheConsumerAnewWhereARestoredJournalStands() {
        Beginning beginning = Beginning.of("tasks", new Known(at(5), at(8), at(5), TEN));

        assertThat(beginning.consumer()).isEqualTo(new Made(5));
        assertThat(beginning.word()).isEqualTo(Word.WARNING);
    }

    @Test
    void keepsTheConsumerThatHasOnlyPassedRecordsOfOthers() {
        Records mixed = new Records(1, 11, true, true);

        assertThat(Beginning.of("tasks", new Known(at(5), at(8), NONE, mixed)).consumer())
                .isEqualTo(new Kept());
    }

    @Test
    void saysWhatAWorkQueueHasForgottenOfARestoredJournal() {
        Records queue = new Records(8, 11, false, false);

        Beginning beginning = Beginning.of("tasks", new Known(at(5), at(8), NONE, queue));

        assertThat(beginning.consumer()).isEqualTo(new Kept());
        assertThat(beginning.word()).isEqualTo(Word.LOSS);
        assertThat(beginning.sentence().orElse("")).contains("3 records of tasks, from 5 on, are gone");
    }

    @Test
    void saysHowManyAStreamHasDroppedBeforeTheyWereTaken() {
        Records dropped = new Records(9, 11, true, false);

        assertThat(Beginning.of("tasks", new Known(at(5), at(5), NONE, dropped)).word())
                .isEqualTo(Word.LOSS);
    }

    @Test
    void makesAMissingConsumerWhereTheJournalStands() {
        Beginning beginning = Beginning.of("tasks", new Known(at(5), NONE, NONE, TEN));

        assertThat(beginning.consumer()).isEqualTo(new Made(5));
        assertThat(beginning.word()).isEqualTo(Word.WARNING);
    }

    @Test
    void beginsANewLaneWithItsFirstRecord() {
        Beginning beginning = Beginning.of("tasks", new Known(NONE, NONE, NONE, new Records(3, 11, true, false)));

        assertThat(beginning.consumer()).isEqualTo(new Made(3));
        assertThat(beginning.word()).isEqualTo(Word.NOTICE);
    }

    @Test
    void saysWhenOnlyTheConsumerKnowsALane() {
        Beginning beginning = Beginning.of("tasks", new Known(NONE, at(5), NONE, TEN));

        assertThat(beginning.consumer()).isEqualTo(new Kept());
        assertThat(beginning.word()).isEqualTo(Word.WARNING);
    }

    @Test
    void refusesAStreamThatEndsBeforeWhatWasTaken() {
        assertThatThrownBy(() -> Beginning.of("tasks", new Known(at(12), at(5), NONE, TEN)))
                .isInstanceOf(BusException.class)
                .hasMessageContaining("lost records or was set back");
    }

    private static OptionalLong at(long sequence) {
        return OptionalLong.of(sequence);
    }
}
