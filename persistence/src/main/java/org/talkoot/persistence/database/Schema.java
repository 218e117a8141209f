package org.talkoot.persistence.database;

import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

import javax.sql.DataSource;

/** Brings the schema to this release: the scripts of {@code db/migration}, each once, in order. */
final class Schema {

    private Schema() {}

    static void migrate(DataSource source, Dialect dialect, String shown) {
        try {
            Flyway.configure()
                    .dataSource(source)
                    .locations(dialect.migrations())
                    .table("schema_history")
                    .load()
                    .migrate();
        } catch (FlywayException e) {
            throw DatabaseException.schema(shown, e);
        }
    }
}
