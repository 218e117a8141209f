package org.talkoot.persistence.lease;

import com.typesafe.config.Config;
import java.time.Duration;

/**
 * How long a node owns what it owns. Keys under {@code talkoot.persistence.lease} in reference.conf.
 *
 * @param term how long the lease is after each renewal
 * @param renewEvery how long between two renewals
 */
public record LeaseSettings(Duration term, Duration renewEvery) {

    public static final LeaseSettings DEFAULT = new LeaseSettings(Duration.ofSeconds(30), Duration.ofSeconds(5));

    public LeaseSettings {
        if (renewEvery.isZero() || renewEvery.isNegative()) {
            throw new IllegalArgumentException("lease.renew-every must be positive");
        }
        if (term.compareTo(renewEvery.multipliedBy(3)) < 0) {
            throw new IllegalArgumentException("lease.term must be at least three times lease.renew-every");
        }
    }

    /** The longest span that can be asked for: what is left when a renewal has failed. */
    Duration reserve() {
        return term.minus(renewEvery.multipliedBy(2));
    }

    /** How long nodes wait for each other's renewals before they believe that one of them is cut off. */
    public Duration patience() {
        return renewEvery.multipliedBy(3);
    }

    /** Reads the object at {@code talkoot.persistence.lease}. */
    public static LeaseSettings from(Config config) {
        return new LeaseSettings(config.getDuration("term"), config.getDuration("renew-every"));
    }
}
