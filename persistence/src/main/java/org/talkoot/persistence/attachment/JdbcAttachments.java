package org.talkoot.persistence.attachment;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.talkoot.core.TenantId;
import org.talkoot.core.attachment.Attachment;
import org.talkoot.core.attachment.AttachmentId;
import org.talkoot.core.attachment.AttachmentStore;
import org.talkoot.core.attachment.Attachments;
import org.talkoot.core.attachment.MediaType;
import org.talkoot.persistence.database.Database;
import org.talkoot.persistence.journal.JournalReader;

/**
 * Attachments in the database of the journal: whoever reaches the one reaches the other, and a backup has both. Takes
 * whatever it is given, of the type that it is said to be.
 *
 * <p>What is referred to stands in events, and {@link AttachmentUses} follows those. So bytes are kept for a while
 * after they came, and after each message that is about to refer to them: until the follower has seen it. The bytes
 * have a table of their own: how long they are kept is written often, and a database may write a row whole.
 */
public final class JdbcAttachments implements AttachmentStore {

    private static final String HOLD = """
            UPDATE attachment SET kept_until = CASE WHEN kept_until < ? THEN ? ELSE kept_until END
            WHERE tenant = ? AND hash = ? RETURNING media_type, size
            """;
    private static final String ADD = """
            INSERT INTO attachment (tenant, hash, media_type, size, kept_until) VALUES (?, ?, ?, ?, ?)
            ON CONFLICT (tenant, hash) DO UPDATE SET kept_until = excluded.kept_until RETURNING media_type, size
            """;
    private static final String FILL = """
            INSERT INTO attachment_content (tenant, hash, payload) VALUES (?, ?, ?)
            ON CONFLICT (tenant, hash) DO NOTHING
            """;
    private static final String FIND = "SELECT media_type, size FROM attachment WHERE tenant = ? AND hash = ?";
    private static final String COUNT = "SELECT COUNT(*), COALESCE(SUM(size), 0) FROM attachment";
    private static final String READ = "SELECT payload FROM attachment_content WHERE tenant = ? AND hash = ?";

    private static final String SWEEP = """
            DELETE FROM attachment WHERE kept_until < ? AND NOT EXISTS (
                SELECT 1 FROM attachment_use u WHERE u.tenant = attachment.tenant AND u.hash = attachment.hash)
            AND EXISTS (SELECT 1 FROM projection_offset WHERE name = ? AND position >= ?)
            RETURNING tenant, hash
            """;
    private static final String EMPTY = "DELETE FROM attachment_content WHERE tenant = ? AND hash = ?";

    private final Database database;
    private final InstantSource clock;
    private final Duration unused;

    /**
     * Opens it.
     *
     * @param unused how long bytes are kept that nothing refers to
     */
    public JdbcAttachments(Database database, InstantSource clock, Duration unused) {
        this.database = database;
        this.clock = clock;
        this.unused = unused;
    }

    @Override
    public Attachments of(TenantId tenant) {
        return new OfTenant(tenant.value());
    }

    /**
     * A time, and where the journal ended then or a little later: all that refers to what was kept until then is in it.
     */
    public record Horizon(Instant at, long head) {}

    /**
     * What is stored, of all tenants.
     *
     * @param bytes of all of them together
     */
    public record Held(long count, long bytes) {}

    /** Counts; the bytes themselves are not read for that. */
    public Held held() {
        return database.call(connection -> {
            try (PreparedStatement count = connection.prepareStatement(COUNT);
                    ResultSet row = count.executeQuery()) {
                return row.next() ? new Held(row.getLong(1), row.getLong(2)) : new Held(0, 0);
            }
        });
    }

    public Horizon horizon() {
        Instant at = clock.instant();
        return new Horizon(at, database.call(JournalReader::head));
    }

    /**
     * Erases what was to be kept until then and nothing refers to; nothing, if {@link AttachmentUses} has not come so
     * far, or begins anew just now.
     *
     * @return how many
     */
    public int sweep(Horizon horizon) {
        return database.callWrite(connection -> {
            try (PreparedStatement delete = connection.prepareStatement(SWEEP)) {
                delete.setLong(1, horizon.at().toEpochMilli());
                delete.setString(2, AttachmentUses.NAME);
                delete.setLong(3, horizon.head());
                return erase(connection, delete);
            }
        });
    }

    /** Whoever puts the same bytes meanwhile waits for the row, and writes both anew. */
    private static int erase(Connection connection, PreparedStatement rows) throws SQLException {
        int erased = 0;
        try (PreparedStatement empty = connection.prepareStatement(EMPTY);
                ResultSet row = rows.executeQuery()) {
            while (row.next()) {
                empty.setString(1, row.getString(1));
                empty.setString(2, row.getString(2));
                empty.executeUpdate();
                erased++;
            }
        }
        return erased;
    }

    /** What a row says. */
    @FunctionalInterface
    private interface Reading<T> {

        T of(ResultSet row) throws SQLException;
    }

    private final class OfTenant implements Attachments {

        private final String tenant;

        OfTenant(String tenant) {
            this.tenant = tenant;
        }

        @Override
        public Reply put(byte[] bytes, @Nullable MediaType declared, @Nullable String name) {
            if (declared == null) {
                return new Reply.Refused(Reason.TYPE_NOT_TAKEN, "What is kept has a type.");
            }
            AttachmentId id = AttachmentId.of(bytes);
            return new Reply.Kept(database.callWrite(connection -> {
                        Optional<Attachment> known = hold(connection, id);
                        return known.isPresent() ? known.get() : add(connection, id, bytes, declared);
                    })
                    .named(name));
        }

        @Override
        public List<Optional<Attachment>> hold(List<AttachmentId> ids) {
            return database.callWrite(connection -> {
                Map<AttachmentId, Optional<Attachment>> held = new HashMap<>();
                for (AttachmentId id : inOneOrder(ids)) {
                    held.put(id, hold(connection, id));
                }
                return ids.stream().map(held::get).toList();
            });
        }

        @Override
        public Optional<Attachment> find(AttachmentId id) {
            return row(FIND, id, row -> attachment(id, row));
        }

        @Override
        public Optional<byte[]> read(AttachmentId id) {
            return row(READ, id, row -> row.getBytes(1));
        }

        private <T> Optional<T> row(String select, AttachmentId id, Reading<T> reading) {
            return database.call(connection -> {
                try (PreparedStatement find = connection.prepareStatement(select)) {
                    find.setString(1, tenant);
                    find.setString(2, id.value());
                    try (ResultSet row = find.executeQuery()) {
                        return row.next() ? Optional.of(reading.of(row)) : Optional.empty();
                    }
                }
            });
        }

        /** One that no other writer can cross. */
        private static List<AttachmentId> inOneOrder(List<AttachmentId> ids) {
            return ids.stream()
                    .distinct()
                    .sorted(Comparator.comparing(AttachmentId::value))
                    .toList();
        }

        private Optional<Attachment> hold(Connection connection, AttachmentId id) throws SQLException {
            try (PreparedStatement hold = connection.prepareStatement(HOLD)) {
                hold.setLong(1, keptUntil());
                hold.setLong(2, keptUntil());
                hold.setString(3, tenant);
                hold.setString(4, id.value());
                try (ResultSet row = hold.executeQuery()) {
                    return row.next() ? Optional.of(attachment(id, row)) : Optional.empty();
                }
            }
        }

        private Attachment add(Connection connection, AttachmentId id, byte[] bytes, MediaType type)
                throws SQLException {
            try (PreparedStatement add = connection.prepareStatement(ADD)) {
                add.setString(1, tenant);
                add.setString(2, id.value());
                add.setString(3, type.value());
                add.setLong(4, bytes.length);
                add.setLong(5, keptUntil());
                try (ResultSet row = add.executeQuery()) {
                    if (!row.next()) {
                        throw new IllegalStateException("an attachment that was written is not there");
                    }
                    fill(connection, id, bytes);
                    return attachment(id, row);
                }
            }
        }

        private void fill(Connection connection, AttachmentId id, byte[] bytes) throws SQLException {
            try (PreparedStatement fill = connection.prepareStatement(FILL)) {
                fill.setString(1, tenant);
                fill.setString(2, id.value());
                fill.setBytes(3, bytes);
                fill.executeUpdate();
            }
        }

        private long keptUntil() {
            return clock.instant().plus(unused).toEpochMilli();
        }

        private static Attachment attachment(AttachmentId id, ResultSet row) throws SQLException {
            return new Attachment(id, new MediaType(row.getString(1)), row.getLong(2), null);
        }
    }
}
