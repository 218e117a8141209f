package org.talkoot.proofs.crash;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

final class CrashProofOnPostgresIT extends CrashProofSuite {

    private static EmbeddedPostgres postgres;

    @BeforeAll
    static void start() throws IOException {
        postgres = EmbeddedPostgres.start();
    }

    @AfterAll
    static void stop() throws IOException {
        postgres.close();
    }

    @Override
    Map<String, String> environment() {
        return Map.of("TALKOOT_DB_URL", postgres.getJdbcUrl("postgres", "postgres"));
    }
}
