package org.talkoot.core.run.state;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Whether a run is paused: by somebody who said so to it, together with the run that asked for it, or both.
 *
 * @param changes how often it has been paused or has gone on; whoever works for it is told each time
 * @param own until when it stands still at most because somebody said so; null: nobody has
 * @param above the same because whoever asked for it stands still; null: it does not
 * @param heard of how many changes it has heard from whoever asked for it
 */
public record Suspension(
        int changes, @Nullable Instant own, @Nullable Instant above, int heard) {

    public static final Suspension NONE = new Suspension(0, null, null, 0);

    /** It stands still. */
    public boolean on() {
        return own != null || above != null;
    }

    /** How long at most; null: it does not stand still. */
    public @Nullable Instant until() {
        if (own == null || above == null) {
            return own == null ? above : own;
        }
        return own.isAfter(above) ? own : above;
    }

    /** Somebody has said so. */
    public Suspension paused(Instant until) {
        return changed(until, above, heard);
    }

    /** Somebody has said that it may go on; it does, unless whoever asked for it stands still. */
    public Suspension resumed() {
        return changed(null, above, heard);
    }

    /** What whoever asked for it has said, as its change of this number. */
    public Suspension handed(int number, @Nullable Instant until) {
        return changed(own, until, number);
    }

    private Suspension changed(@Nullable Instant mine, @Nullable Instant theirs, int known) {
        boolean stands = mine != null || theirs != null;
        return new Suspension(stands == on() ? changes : changes + 1, mine, theirs, known);
    }
}
