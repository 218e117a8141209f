package org.talkoot.persistence.journal;

import org.talkoot.core.StreamId;
import org.talkoot.persistence.codec.Encoded;

/**
 * One event on its way into the journal, before it has its position in the global order.
 *
 * @param remaining how many events of the same decision follow it
 * @param writtenAt epoch milliseconds
 * @param event what {@code encoded} was made from
 */
public record JournalRow(StreamId stream, long seqNr, int remaining, long writtenAt, Encoded encoded, Object event) {}
