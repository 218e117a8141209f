package org.talkoot.persistence.removal;

import java.nio.file.Path;
import org.talkoot.persistence.database.DatabaseSettings;
import org.talkoot.persistence.database.TestDatabases;

final class PostgresErasureIT extends ErasureConformance {

    @Override
    DatabaseSettings settings(Path directory) {
        return TestDatabases.postgres();
    }
}
