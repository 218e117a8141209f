package org.talkoot.persistence.codec;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Turns the JSON of one version of an event or state into that of the next. Pure and total: it never refuses what a
 * released version wrote.
 */
@FunctionalInterface
public interface Upcaster {

    JsonNode upcast(JsonNode older);
}
