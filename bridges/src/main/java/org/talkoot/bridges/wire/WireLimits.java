package org.talkoot.bridges.wire;

/**
 * How much of a stranger's message is read before it is refused.
 *
 * @param maxBytes longest body
 * @param maxDepth levels of arrays and objects inside the payload
 */
public record WireLimits(int maxBytes, int maxDepth) {

    /** 1 MiB, which is also what brokers take without being told otherwise, and 64 levels. */
    public static final WireLimits DEFAULT = new WireLimits(1 << 20, 64);

    static final int MAX_METADATA = 64;
    static final int MAX_METADATA_NAME = 128;
    static final int MAX_METADATA_VALUE = 8192;
    static final int MAX_ADDRESS = 512;

    public WireLimits {
        if (maxBytes < 1 || maxDepth < 1) {
            throw new IllegalArgumentException("wire limits must be positive");
        }
    }
}
