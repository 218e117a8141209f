package org.talkoot.gateway.http.port;

import org.talkoot.bridges.deadletter.DeadLetterAdmin;
import org.talkoot.bridges.intake.Admissions;

/** What the surface needs for events and dead letters. */
public record Events(Admissions admissions, DeadLetterAdmin letters) {}
