package org.talkoot.examples.broker;

import java.util.List;
import java.util.Map;

/**
 * What is run to have a broker.
 *
 * @param before commands that come first, one after the other, each to its end
 * @param settings of a node that is to find it; the first says where it is
 */
record Start(List<List<String>> before, List<String> command, Map<String, String> environment, List<Setting> settings) {

    record Setting(String name, String value) {}

    static Start of(List<String> command, Setting where) {
        return new Start(List.of(), command, Map.of(), List.of(where));
    }

    /** Where it is, for people. */
    String where() {
        return settings.getFirst().value();
    }
}
