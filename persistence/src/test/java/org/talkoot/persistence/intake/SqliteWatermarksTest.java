package org.talkoot.persistence.intake;

import java.nio.file.Path;
import org.talkoot.persistence.database.DatabaseSettings;
import org.talkoot.persistence.database.TestDatabases;

final class SqliteWatermarksTest extends WatermarksConformance {

    @Override
    DatabaseSettings settings(Path directory) {
        return TestDatabases.sqlite(directory);
    }
}
