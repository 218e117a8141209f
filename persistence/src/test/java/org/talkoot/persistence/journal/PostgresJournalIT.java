package org.talkoot.persistence.journal;

import org.talkoot.persistence.database.DatabaseSettings;
import org.talkoot.persistence.database.TestDatabases;

final class PostgresJournalIT extends JournalConformance {

    @Override
    DatabaseSettings settings() {
        return TestDatabases.postgres();
    }
}
