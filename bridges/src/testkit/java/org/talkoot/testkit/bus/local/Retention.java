package org.talkoot.testkit.bus.local;

/**
 * How much an in-process bus keeps.
 *
 * @param partitions of each channel; records of one key are in one of them
 * @param records of each partition; an older one goes when every group has acknowledged it
 */
public record Retention(int partitions, int records) {

    public Retention {
        if (partitions < 1 || records < 1) {
            throw new IllegalArgumentException("partitions and records must be at least 1");
        }
    }
}
