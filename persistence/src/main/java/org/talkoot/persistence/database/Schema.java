package org.talkoot.persistence.database;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.jspecify.annotations.Nullable;

/** Brings the schema to this release: the scripts of {@code db/migration}, each once, in order. */
final class Schema {

    private Schema() {}

    /**
     * Migrates on a connection of its own, which may take as long as it takes.
     *
     * @throws DatabaseException also when a newer release has changed the schema already
     */
    static void migrate(DatabaseSettings settings, Dialect dialect) {
        try {
            Flyway flyway = Flyway.configure()
                    .dataSource(settings.url(), orNull(settings.user()), orNull(settings.password()))
                    .jdbcProperties(patient(dialect))
                    .locations(dialect.migrations())
                    .table("schema_history")
                    .load();
            refuseNewer(settings, flyway);
            flyway.migrate();
        } catch (FlywayException e) {
            throw DatabaseException.schema(settings.shownUrl(), e);
        }
    }

    /** Where nothing is said, the URL may say it. */
    private static @Nullable String orNull(String text) {
        return text.isEmpty() ? null : text;
    }

    /** A table that is rewritten gives no sign of life for longer than any other statement. */
    private static Map<String, String> patient(Dialect dialect) {
        Map<String, String> properties = new HashMap<>(dialect.properties());
        properties.remove("socketTimeout");
        return properties;
    }

    private static void refuseNewer(DatabaseSettings settings, Flyway flyway) {
        Arrays.stream(flyway.info().applied())
                .filter(Schema::isUnknown)
                .map(applied -> String.valueOf(applied.getVersion()))
                .reduce((first, last) -> last)
                .ifPresent(version -> {
                    throw DatabaseException.newer(settings.shownUrl(), version);
                });
    }

    private static boolean isUnknown(MigrationInfo applied) {
        return switch (applied.getState()) {
            case FUTURE_SUCCESS, FUTURE_FAILED -> true;
            default -> false;
        };
    }
}
