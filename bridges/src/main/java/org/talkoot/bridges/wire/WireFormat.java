package org.talkoot.bridges.wire;

import java.util.Arrays;
import java.util.stream.Collectors;

/** How an event is written. Readers recognise all of them and need not be told. */
public enum WireFormat {
    /** One JSON object with the fields of the envelope. */
    JSON("json"),
    /** A CloudEvent as one JSON object. */
    CLOUDEVENTS_STRUCTURED("cloudevents-structured"),
    /** A CloudEvent whose attributes are headers and whose data is the body. */
    CLOUDEVENTS_BINARY("cloudevents-binary");

    private final String configName;

    WireFormat(String configName) {
        this.configName = configName;
    }

    /** The name that configuration uses. */
    public String configName() {
        return configName;
    }

    /**
     * The format of this name in configuration.
     *
     * @throws IllegalArgumentException when there is none; the message lists those there are
     */
    public static WireFormat of(String configName) {
        return Arrays.stream(values())
                .filter(format -> format.configName.equals(configName))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "'%s' is not a wire format; there are %s".formatted(configName, names())));
    }

    private static String names() {
        return Arrays.stream(values()).map(WireFormat::configName).collect(Collectors.joining(", "));
    }
}
