package org.talkoot.agents.entity;

import java.time.Duration;

/** How long to wait before telling again: twice as long each time, up to a bound. */
final class Patience {

    private final EntitySettings settings;
    private Duration current;

    Patience(EntitySettings settings) {
        this.settings = settings;
        this.current = settings.tellAgainAfter();
    }

    Duration reset() {
        current = settings.tellAgainAfter();
        return current;
    }

    Duration next() {
        Duration doubled = current.multipliedBy(2);
        current =
                doubled.compareTo(settings.tellAgainAtLeastEvery()) > 0
                        ? settings.tellAgainAtLeastEvery()
                        : doubled;
        return current;
    }
}
