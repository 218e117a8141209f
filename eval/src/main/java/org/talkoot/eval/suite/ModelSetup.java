package org.talkoot.eval.suite;

import java.util.Map;

/**
 * A model that takes part, under the name that reports call it by.
 *
 * @param asked its full name on the node, such as {@code openai/gpt-4.1-mini}
 * @param settings what the node has to know to ask it, by full names
 */
public record ModelSetup(String name, String asked, Map<String, Object> settings, Place at) {

    public ModelSetup {
        settings = Map.copyOf(settings);
    }

    /** Keyword rules: it cannot judge, and costs nothing. */
    public boolean isOffline() {
        return asked.startsWith("offline/");
    }
}
