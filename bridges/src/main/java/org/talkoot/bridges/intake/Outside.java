package org.talkoot.bridges.intake;

import io.micrometer.core.instrument.MeterRegistry;
import org.talkoot.bridges.decision.AskingRuns;
import org.talkoot.bridges.decision.SignedDecisions;
import org.talkoot.bridges.ticket.Tickets;
import org.talkoot.core.model.Deltas;

/**
 * What answers from outside are recognised by, where their progress is shown, and where they are counted.
 *
 * @param tickets which answers belong to what
 * @param decisions whose decisions are believed
 * @param asking which runs they belong to
 */
public record Outside(
        Tickets tickets, SignedDecisions decisions, AskingRuns asking, Deltas deltas, MeterRegistry meters) {}
