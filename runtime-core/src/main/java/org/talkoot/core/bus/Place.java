package org.talkoot.core.bus;

/**
 * Where a delivery stands at its broker; the same whenever it is delivered again, and unique as long as the log is not
 * made anew.
 *
 * @param log broker, topic and partition: {@code kafka:agent-tasks/3}
 */
public record Place(String log, long offset) {

    @Override
    public String toString() {
        return log + "@" + offset;
    }
}
