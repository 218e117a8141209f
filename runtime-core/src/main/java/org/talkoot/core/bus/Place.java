package org.talkoot.core.bus;

/**
 * Where a delivery stands at its broker; the same whenever it is delivered again, and unique as long as the log is not
 * made anew. A name and no number: it is kept and shown, and nothing is counted by it.
 *
 * @param log broker, topic and partition, or what the broker has instead: {@code kafka:agent-tasks/3}
 * @param position as the broker names it: an offset, a sequence, {@code 1526919030474-55}, the id of a message
 */
public record Place(String log, String position) {

    /** In a log that counts. */
    public static Place at(String log, long offset) {
        return new Place(log, Long.toString(offset));
    }

    @Override
    public String toString() {
        return log + "@" + position;
    }
}
