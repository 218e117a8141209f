package org.talkoot.persistence.attachment;

import java.nio.file.Path;
import org.talkoot.persistence.database.DatabaseSettings;
import org.talkoot.persistence.database.TestDatabases;

final class SqliteAttachmentsTest extends AttachmentsConformance {

    @Override
    DatabaseSettings settings(Path directory) {
        return TestDatabases.sqlite(directory);
    }
}
