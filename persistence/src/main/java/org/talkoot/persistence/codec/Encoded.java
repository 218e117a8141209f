package org.talkoot.persistence.codec;

import java.util.List;

/**
 * An event or state as it is stored.
 *
 * @param type its stable name
 * @param json UTF-8; not to be changed by anyone
 * @param contents what it refers to by hash, all of it
 */
@SuppressWarnings("ArrayRecordComponent") // handed on, never compared
public record Encoded(String type, int version, byte[] json, List<Content> contents) {

    public Encoded {
        contents = List.copyOf(contents);
    }

    /** Without references. */
    public Encoded(String type, int version, byte[] json) {
        this(type, version, json, List.of());
    }

    /** How much of it there is to write, at most. */
    public long bytes() {
        return json.length
                + contents.stream().mapToLong(content -> content.json().length).sum();
    }

    public Encoded with(List<Content> resolved) {
        return new Encoded(type, version, json, resolved);
    }
}
