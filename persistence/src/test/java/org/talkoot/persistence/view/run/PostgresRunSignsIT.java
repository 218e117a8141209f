package org.talkoot.persistence.view.run;

import java.nio.file.Path;
import org.talkoot.persistence.database.DatabaseSettings;
import org.talkoot.persistence.database.TestDatabases;

final class PostgresRunSignsIT extends RunSignsConformance {

    @Override
    DatabaseSettings settings(Path directory) {
        return TestDatabases.postgres();
    }
}
