package org.talkoot.persistence.view.run;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.talkoot.core.RunId;
import org.talkoot.core.TenantId;
import org.talkoot.persistence.database.Database;
import org.talkoot.persistence.view.table.Select;

/**
 * What a run says to those outside.
 *
 * @param awaited the names of the signals that it waits for, the oldest wait first, each once
 * @param values the number that the latest value of each name has in the stream of its agent
 */
public record RunSigns(List<String> awaited, Map<String, Long> values) {

    private static final String AWAITED = """
            SELECT name FROM run_wait WHERE tenant = ? AND run = ? AND kind = 'signal'
            GROUP BY name ORDER BY MIN(sequence), name
            """;

    private static final String SHOWN = "SELECT name, seq_nr FROM run_value WHERE tenant = ? AND run = ?";

    public RunSigns {
        awaited = List.copyOf(awaited);
        values = Map.copyOf(values);
    }

    /** Costs what the run shows and waits for now, however long it or its agent has lived. Blocks. */
    public static RunSigns of(Database database, TenantId tenant, RunId run) {
        Map<String, Long> values = new TreeMap<>();
        database.call(Select.list(
                        SHOWN, row -> Map.entry(row.getString(1), row.getLong(2)), tenant.value(), run.value()))
                .forEach(value -> values.put(value.getKey(), value.getValue()));
        return new RunSigns(
                database.call(Select.list(AWAITED, row -> row.getString(1), tenant.value(), run.value())), values);
    }
}
