package org.talkoot.core.model;

/**
 * Which model to ask: {@code provider/model}, or an alias that the node's configuration resolves. {@link #DEFAULT} is
 * whatever the node uses when nobody says otherwise.
 */
public record ModelName(String value) {

    public static final ModelName DEFAULT = new ModelName("default");

    public ModelName {
        if (value.isBlank() || value.length() > 128) {
            throw new IllegalArgumentException("a model name has 1 to 128 characters");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
