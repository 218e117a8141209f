package org.talkoot.bridges.intake;

import com.typesafe.config.Config;
import java.time.Duration;
import org.talkoot.core.bus.EventInbox;

/**
 * How much of what came in for one agent may be unfinished. Keys under {@code talkoot.bus} in reference.conf.
 *
 * @param least so much always may be
 * @param most more never may be
 * @param goodTime how much longer than the agent usually needs something may take, before less is taken at once
 * @param longest what takes longer waits for something else than room, and is counted no more
 */
public record AdaptiveLimitSettings(int least, int most, Duration goodTime, Duration longest) {

    public AdaptiveLimitSettings {
        if (most < 1 || most > EventInbox.DEDUPLICATION_WINDOW) {
            throw new IllegalArgumentException(
                    "talkoot.bus.unfinished-per-agent must be 1 to " + EventInbox.DEDUPLICATION_WINDOW);
        }
        if (least < 1) {
            throw new IllegalArgumentException("talkoot.bus.least-unfinished-per-agent must be at least 1");
        }
        if (!goodTime.isPositive() || !longest.isPositive()) {
            throw new IllegalArgumentException("talkoot.bus.good-time and longest-unfinished must be positive");
        }
    }

    public static AdaptiveLimitSettings from(Config bus) {
        return new AdaptiveLimitSettings(
                bus.getInt("least-unfinished-per-agent"),
                bus.getInt("unfinished-per-agent"),
                bus.getDuration("good-time"),
                bus.getDuration("longest-unfinished"));
    }
}
