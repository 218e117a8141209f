package org.talkoot.persistence.tail;

import java.nio.file.Path;
import org.talkoot.persistence.database.DatabaseSettings;
import org.talkoot.persistence.database.TestDatabases;

final class SqliteTailTest extends TailConformance {

    @Override
    DatabaseSettings settings(Path directory) {
        return TestDatabases.sqlite(directory);
    }
}
