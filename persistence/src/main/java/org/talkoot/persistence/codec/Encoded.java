package org.talkoot.persistence.codec;

/**
 * An event or state as it is stored.
 *
 * @param type its stable name
 * @param json UTF-8; not to be changed by anyone
 */
@SuppressWarnings("ArrayRecordComponent") // handed on, never compared
public record Encoded(String type, int version, byte[] json) {}
