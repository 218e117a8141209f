package org.talkoot.persistence.intake;

import org.talkoot.persistence.database.DatabaseSettings;
import org.talkoot.persistence.database.TestDatabases;

import java.nio.file.Path;

final class PostgresWatermarksIT extends WatermarksConformance {

    @Override
    DatabaseSettings settings(Path directory) {
        return TestDatabases.postgres();
    }
}
