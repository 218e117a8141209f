package org.talkoot.examples.cluster;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A Postgres server for one machine, as a process of its own: says its URL in a line and ends when its standard input
 * does, and so with whoever started it, however that one ends.
 */
final class LocalPostgres {

    private LocalPostgres() {}

    /**
     * Runs until the standard input ends.
     *
     * @param args the folder that keeps the database
     */
    public static void main(String[] args) throws IOException {
        try (EmbeddedPostgres server = start(Path.of(args[0]))) {
            System.out.println(server.getJdbcUrl("postgres", "postgres"));
            while (System.in.read() >= 0) {
                // nobody says anything: what counts is the end
            }
        }
    }

    private static EmbeddedPostgres start(Path folder) throws IOException {
        return EmbeddedPostgres.builder()
                .setDataDirectory(folder)
                .setCleanDataDirectory(false)
                // made for tests, it would acknowledge what it has not written down
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("fsync", "on")
                .start();
    }
}
