package org.talkoot.persistence.view;

import org.talkoot.persistence.database.DatabaseSettings;
import org.talkoot.persistence.database.TestDatabases;

import java.nio.file.Path;

final class SqliteViewsTest extends ViewsConformance {

    @Override
    DatabaseSettings settings(Path directory) {
        return TestDatabases.sqlite(directory);
    }
}
