package org.talkoot.persistence.view.remote;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.talkoot.core.CallId;
import org.talkoot.core.RunId;
import org.talkoot.core.TenantId;
import org.talkoot.persistence.database.Database;

/** Queries of {@link SentCallProjection}. Block their caller while the database works. */
public final class SentCalls {

    private static final String ROWS = """
            SELECT call_id, tool, attempt, since, sent_at, until_at, lease_ms
            FROM sent_call WHERE tenant = ? AND run = ?
            """;
    private static final String OF_RUN = ROWS + " ORDER BY since, call_id";
    private static final String ONE = ROWS + " AND call_id = ?";

    private static final String BY_TOOL = "SELECT tool, COUNT(*), MIN(since) FROM sent_call GROUP BY tool";

    private final Database database;

    public SentCalls(Database database) {
        this.database = database;
    }

    /**
     * What is away of one tool.
     *
     * @param oldest when that was sent for the first time which is away longest
     */
    public record Away(long calls, Instant oldest) {}

    /** Those of a run, the longest first. */
    public List<SentCall> of(TenantId tenant, RunId run) {
        return select(OF_RUN, tenant.value(), run.value());
    }

    /** That call, in whichever attempt; empty when it is not away. */
    public Optional<SentCall> one(TenantId tenant, RunId run, CallId call) {
        return select(ONE, tenant.value(), run.value(), call.value()).stream().findFirst();
    }

    private List<SentCall> select(String query, String... key) {
        return database.call(connection -> {
            try (PreparedStatement select = connection.prepareStatement(query)) {
                for (int i = 0; i < key.length; i++) {
                    select.setString(i + 1, key[i]);
                }
                List<SentCall> calls = new ArrayList<>();
                try (ResultSet rows = select.executeQuery()) {
                    while (rows.next()) {
                        calls.add(call(rows));
                    }
                }
                return calls;
            }
        });
    }

    private static SentCall call(ResultSet row) throws SQLException {
        long lease = row.getLong(7);
        return new SentCall(
                new CallId(row.getString(1)),
                row.getString(2),
                row.getInt(3),
                Instant.ofEpochMilli(row.getLong(4)),
                Instant.ofEpochMilli(row.getLong(5)),
                Instant.ofEpochMilli(row.getLong(6)),
                lease == 0 ? Optional.empty() : Optional.of(Duration.ofMillis(lease)));
    }

    /** By the name of the tool, in all tenants; a tool of which nothing is away has no entry. */
    public Map<String, Away> away() {
        return database.call(connection -> {
            try (PreparedStatement select = connection.prepareStatement(BY_TOOL);
                    ResultSet rows = select.executeQuery()) {
                Map<String, Away> away = new HashMap<>();
                while (rows.next()) {
                    away.put(rows.getString(1), new Away(rows.getLong(2), Instant.ofEpochMilli(rows.getLong(3))));
                }
                return away;
            }
        });
    }
}
