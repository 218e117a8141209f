package org.talkoot.persistence.view;

import java.nio.file.Path;
import org.talkoot.persistence.database.DatabaseSettings;
import org.talkoot.persistence.database.TestDatabases;

final class PostgresApprovalViewsIT extends ApprovalViewsConformance {

    @Override
    DatabaseSettings settings(Path directory) {
        return TestDatabases.postgres();
    }
}
