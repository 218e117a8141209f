package org.talkoot.gateway.http.port;

import org.talkoot.gateway.bus.deadletter.DeadLetterAdmin;
import org.talkoot.gateway.bus.intake.Admissions;

/** What the surface needs for events and dead letters. */
public record Events(Admissions admissions, DeadLetterAdmin letters) {}
