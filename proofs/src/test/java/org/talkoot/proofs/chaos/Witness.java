package org.talkoot.proofs.chaos;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.talkoot.proofs.chaos.History.Removed;
import org.talkoot.proofs.chaos.History.Written;

/**
 * Watches the journal from within the database: which incarnation has written each entry, and after which entry an
 * incarnation may not write any more, because it was removed or another cluster has been formed. It decides by itself
 * and in the transactions that it watches, so it knows more than the nodes do, and believes none of them.
 */
final class Witness {

    private static final String TABLES = """
            CREATE TABLE chaos_written (position BIGINT PRIMARY KEY, writer BIGINT NOT NULL);
            CREATE TABLE chaos_removed (incarnation BIGINT NOT NULL, position BIGINT NOT NULL);
            CREATE TABLE chaos_entered (place BIGSERIAL, incarnation BIGINT NOT NULL, cluster BIGINT NOT NULL);

            CREATE FUNCTION chaos_note_written() RETURNS TRIGGER LANGUAGE plpgsql AS $$
            BEGIN
                INSERT INTO chaos_written
                SELECT position, coalesce(nullif(current_setting('chaos.writer', TRUE), ''), '0')::BIGINT FROM entries;
                RETURN NULL;
            END $$;
            CREATE TRIGGER chaos_written AFTER INSERT ON journal
                REFERENCING NEW TABLE AS entries FOR EACH STATEMENT EXECUTE FUNCTION chaos_note_written();

            CREATE FUNCTION chaos_note_removed() RETURNS TRIGGER LANGUAGE plpgsql AS $$
            BEGIN
                INSERT INTO chaos_removed SELECT NEW.epoch, coalesce(max(position), 0) FROM journal;
                RETURN NULL;
            END $$;

            CREATE FUNCTION chaos_note_formed() RETURNS TRIGGER LANGUAGE plpgsql AS $$
            BEGIN
                INSERT INTO chaos_removed
                SELECT n.epoch, (SELECT coalesce(max(position), 0) FROM journal)
                FROM node_incarnation n WHERE n.cluster < NEW.epoch;
                RETURN NULL;
            END $$;
            """;

    private static final String REMOVALS = """
            CREATE FUNCTION chaos_note_entered() RETURNS TRIGGER LANGUAGE plpgsql AS $$
            BEGIN
                INSERT INTO chaos_entered (incarnation, cluster) VALUES (NEW.epoch, NEW.cluster);
                RETURN NULL;
            END $$;
            CREATE TRIGGER chaos_entered AFTER UPDATE OF cluster ON node_incarnation
                FOR EACH ROW WHEN (NEW.cluster IS DISTINCT FROM OLD.cluster) EXECUTE FUNCTION chaos_note_entered();
            CREATE TRIGGER chaos_removed AFTER UPDATE OF removed ON node_incarnation
                FOR EACH ROW WHEN (NEW.removed AND NOT OLD.removed) EXECUTE FUNCTION chaos_note_removed();
            CREATE TRIGGER chaos_formed AFTER UPDATE OF epoch ON cluster
                FOR EACH ROW EXECUTE FUNCTION chaos_note_formed();
            """;

    /** A wrapper that passes on everything, and leaves in the transaction who writes. */
    private static final String WRAPPER = """
            DO $do$
            DECLARE
                parameters TEXT;
                passed TEXT;
            BEGIN
                SELECT pg_get_function_identity_arguments(oid),
                    (SELECT string_agg('$' || i, ', ' ORDER BY i) FROM generate_series(1, pronargs) AS i)
                INTO parameters, passed
                FROM pg_proc WHERE proname = 'journal_append';
                ALTER FUNCTION journal_append RENAME TO chaos_journal_append;
                EXECUTE format(
                    'CREATE FUNCTION journal_append(%s) RETURNS BIGINT LANGUAGE plpgsql AS $f$
                     BEGIN
                         PERFORM set_config(''chaos.writer'', writer::TEXT, TRUE);
                         RETURN chaos_journal_append(%s);
                     END $f$', parameters, passed);
            END
            $do$;
            """;

    private Witness() {}

    static void install(String url) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.execute(TABLES);
            statement.execute(REMOVALS);
            statement.execute(WRAPPER);
        }
    }

    static List<Written> written(String url) throws SQLException {
        String sql = """
                SELECT j.position, j.feed || '|' || j.entity, j.seq_nr, j.remaining, w.writer
                FROM journal j LEFT JOIN chaos_written w USING (position) ORDER BY j.position
                """;
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<Written> written = new ArrayList<>();
            while (rows.next()) {
                written.add(new Written(
                        rows.getLong(1), rows.getString(2), rows.getLong(3), rows.getInt(4), rows.getLong(5)));
            }
            return written;
        }
    }

    /** Where the member is reached that has been one for longest: it decides where shards are. */
    static String oldest(String url) throws SQLException {
        String sql = """
                SELECT n.address FROM node_incarnation n JOIN cluster c ON n.cluster = c.epoch
                JOIN chaos_entered e ON e.incarnation = n.epoch AND e.cluster = n.cluster
                WHERE NOT n.removed ORDER BY e.place LIMIT 1
                """;
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }

    static List<Removed> removed(String url) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT incarnation, position FROM chaos_removed")) {
            List<Removed> removed = new ArrayList<>();
            while (rows.next()) {
                removed.add(new Removed(rows.getLong(1), rows.getLong(2)));
            }
            return removed;
        }
    }
}
