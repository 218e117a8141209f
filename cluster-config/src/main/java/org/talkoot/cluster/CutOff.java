package org.talkoot.cluster;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Whether this node alone does not reach the database, by what it knows of its own renewals and hears of others'. */
final class CutOff {

    private final Duration patience;

    /** The newest renewal of another. */
    private @Nullable Duration newest;

    /** When a renewal of another was first heard of that is newer than all of this node's own. */
    private @Nullable Duration behindSince;

    CutOff(Duration patience) {
        this.patience = patience;
    }

    /** Another member says, now, how long ago it has renewed. */
    void heard(Duration now, Duration age) {
        Duration at = now.minus(age);
        if (newest == null || at.compareTo(newest) > 0) {
            newest = at;
        }
    }

    /**
     * Whether it is time to leave.
     *
     * @param age how long ago this node has renewed
     */
    boolean isAlone(Duration now, Duration age) {
        if (age.compareTo(patience) < 0 || newest == null || newest.compareTo(now.minus(age)) <= 0) {
            behindSince = null;
            return false;
        }
        if (behindSince == null) {
            behindSince = now;
        }
        return now.minus(behindSince).compareTo(patience) >= 0
                && now.minus(newest).compareTo(patience) < 0;
    }
}
