package org.talkoot.bridges.intake;

import io.micrometer.core.instrument.MeterRegistry;
import org.talkoot.bridges.ticket.Tickets;
import org.talkoot.core.model.Deltas;

/**
 * What answers from outside are recognised by, where their progress is shown, and where they are counted.
 *
 * @param tickets which answers belong to what
 */
public record Outside(Tickets tickets, Deltas deltas, MeterRegistry meters) {}
