package org.talkoot.persistence.view.run;

import java.nio.file.Path;
import org.talkoot.persistence.database.DatabaseSettings;
import org.talkoot.persistence.database.TestDatabases;

final class SqliteRunSignsTest extends RunSignsConformance {

    @Override
    DatabaseSettings settings(Path directory) {
        return TestDatabases.sqlite(directory);
    }
}
