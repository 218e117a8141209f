package org.talkoot.bridges.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.talkoot.bridges.kafka.Beginning.Word;
import org.talkoot.core.bus.BusException;

final class BeginningTest {

    private static final OptionalLong NONE = OptionalLong.empty();

    private static OptionalLong at(long offset) {
        return OptionalLong.of(offset);
    }

    private static Beginning of(OptionalLong watermark, OptionalLong committed, long first, long end) {
        return Beginning.of("tasks-1", new Beginning.Known(watermark, committed, first, end));
    }

    private static void assertBegins(Beginning beginning, long offset, Word word) {
        assertThat(beginning.offset()).isEqualTo(offset);
        assertThat(beginning.word()).isEqualTo(word);
        assertThat(beginning.sentence().isEmpty()).isEqualTo(word == Word.NOTHING);
    }

    @Test
    void goesOnWhereTheJournalStands() {
        assertBegins(of(at(50), at(50), 0, 100), 50, Word.NOTHING);
    }

    @Test
    void whatTheGroupHasNotCommittedAndTheJournalHasDoesNotComeAgain() {
        assertBegins(of(at(50), at(40), 0, 100), 50, Word.NOTHING);
    }

    @Test
    void aGroupThatLostItsOffsetsDoesNotBeginAgain() {
        assertBegins(of(at(50), NONE, 0, 100), 50, Word.WARNING);
    }

    @Test
    void aRestoredJournalTakesAgainWhatItHasLost() {
        assertBegins(of(at(50), at(80), 0, 100), 50, Word.WARNING);
    }

    @Test
    void recordsThatAreGoneBeforeTheyWereTakenAreCounted() {
        Beginning beginning = of(at(50), at(50), 70, 100);

        assertBegins(beginning, 70, Word.LOSS);
        assertThat(beginning.sentence().orElseThrow()).contains("20 records");
        assertBegins(of(NONE, at(50), 70, 100), 70, Word.LOSS);
    }

    @Test
    void aTopicThatEndsBeforeWhatWasTakenIsRefused() {
        assertThatThrownBy(() -> of(at(150), at(150), 0, 100))
                .isInstanceOf(BusException.class)
                .hasMessageContaining("tasks-1 ends at 100")
                .hasMessageContaining("group-id");
        assertThatThrownBy(() -> of(NONE, at(150), 0, 100)).isInstanceOf(BusException.class);
    }

    @Test
    void aNewJournalSaysWhatItDoesNotTake() {
        assertBegins(of(NONE, at(50), 0, 100), 50, Word.WARNING);
    }

    @Test
    void aTopicThatNobodyKnowsIsTakenFromItsFirstRecord() {
        assertBegins(of(NONE, NONE, 0, 0), 0, Word.NOTHING);
        assertBegins(of(NONE, NONE, 30, 100), 30, Word.NOTICE);
    }
}
