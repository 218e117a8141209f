package org.talkoot.persistence.journal;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/** Inserts that are measured. */
record MeasuredInserts(JournalInserts inserts, JournalMeters meters) implements JournalInserts {

    @Override
    public long append(List<JournalRow> rows) throws SQLException {
        long begin = System.nanoTime();
        long first;
        try {
            first = inserts.append(rows);
        } catch (SQLException | RuntimeException e) {
            meters.failed(since(begin));
            throw e;
        }
        meters.committed(first + rows.size() - 1, rows.size(), since(begin));
        return first;
    }

    private static Duration since(long begin) {
        return Duration.ofNanos(System.nanoTime() - begin);
    }
}
