package org.talkoot.persistence.intake;

import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import org.talkoot.persistence.database.Database;

/**
 * The secret by which this installation recognises the tickets that it has given out: made with the database, and the
 * same on all nodes and for as long as it lives.
 */
public final class JdbcTicketKey {

    private static final String SELECT = "SELECT secret FROM ticket_key";

    private JdbcTicketKey() {}

    /** Blocks. */
    public static byte[] read(Database database) {
        return database.call(connection -> {
            try (PreparedStatement select = connection.prepareStatement(SELECT);
                    ResultSet rows = select.executeQuery()) {
                rows.next();
                return rows.getString(1).getBytes(StandardCharsets.UTF_8);
            }
        });
    }
}
