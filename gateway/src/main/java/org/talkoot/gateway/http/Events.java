package org.talkoot.gateway.http;

import org.talkoot.gateway.bus.DeadLetterDesk;
import org.talkoot.gateway.bus.EventIntake;

/** What the surface needs for events and dead letters. */
public record Events(EventIntake intake, DeadLetterDesk desk) {}
