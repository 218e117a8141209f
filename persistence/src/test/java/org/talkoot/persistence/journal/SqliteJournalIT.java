package org.talkoot.persistence.journal;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.talkoot.persistence.database.DatabaseSettings;
import org.talkoot.persistence.database.TestDatabases;

final class SqliteJournalIT extends JournalConformance {

    @TempDir
    Path directory;

    @Override
    DatabaseSettings settings() {
        return TestDatabases.sqlite(directory);
    }
}
