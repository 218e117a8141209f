package org.talkoot.persistence.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.talkoot.core.ConversationId;
import org.talkoot.core.StreamId;
import org.talkoot.persistence.codec.EventCodec;
import org.talkoot.persistence.codec.JournalException;
import org.talkoot.persistence.database.Database;
import org.talkoot.persistence.database.DatabaseSettings;
import org.talkoot.persistence.database.TestDatabases;

final class PostgresJournalIT extends JournalConformance {

    @Override
    DatabaseSettings settings() {
        return TestDatabases.postgres();
    }

    @Test
    void aNumberOfTheWholeJournalThatIsTakenIsNotTakenForAStreamWithTwoWriters() {
        try (Database database = Database.open(TestDatabases.postgres());
                TestWriter writer = new TestWriter(database, EventCodec.standard(), CommitListener.NONE)) {
            writer.append(StreamId.of(ConversationId.of("a")), 1, 3).join();
            database.execute(c -> {
                        try (var restored = c.createStatement()) {
                            restored.execute("SELECT setval('journal_position', 1)");
                        }
                    })
                    .join();

            assertThat(writer.append(StreamId.of(ConversationId.of("b")), 1, 1))
                    .failsWithin(Duration.ofSeconds(10))
                    .withThrowableThat()
                    .havingCause()
                    .extracting(e -> ((JournalException) e).code())
                    .isEqualTo(JournalException.WRITE_FAILED);
        }
    }
}
