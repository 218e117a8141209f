package org.talkoot.persistence.ledger;

import org.talkoot.persistence.database.DatabaseSettings;
import org.talkoot.persistence.database.TestDatabases;

import java.nio.file.Path;

final class H2ToolLedgerTest extends ToolLedgerConformance {

    @Override
    DatabaseSettings settings(Path directory) {
        return TestDatabases.h2(directory);
    }
}
