package org.talkoot.persistence.ledger;

import org.talkoot.persistence.database.DatabaseSettings;
import org.talkoot.persistence.database.TestDatabases;

import java.nio.file.Path;

final class SqliteToolLedgerTest extends ToolLedgerConformance {

    @Override
    DatabaseSettings settings(Path directory) {
        return TestDatabases.sqlite(directory);
    }
}
