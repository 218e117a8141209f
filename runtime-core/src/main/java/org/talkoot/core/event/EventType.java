package org.talkoot.core.event;

import java.util.regex.Pattern;

/**
 * What kind of event: a dotted name, lower case by custom, and the version of its meaning.
 *
 * @param version the major version, from 1; readers know older ones and refuse newer ones
 */
public record EventType(String name, int version) {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]*(\\.[A-Za-z0-9][A-Za-z0-9_-]*)*");

    private static final int MAX_LENGTH = 128;

    public EventType {
        if (name.length() > MAX_LENGTH || !NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "an event type is dotted letters, digits, _ and -, at most 128 characters, but is '%s'"
                            .formatted(name.length() <= 40 ? name : name.substring(0, 40) + "..."));
        }
        if (version < 1) {
            throw new IllegalArgumentException("versions begin with 1, but is " + version);
        }
    }

    /** The first version. */
    public static EventType of(String name) {
        return new EventType(name, 1);
    }

    @Override
    public String toString() {
        return name + ".v" + version;
    }
}
