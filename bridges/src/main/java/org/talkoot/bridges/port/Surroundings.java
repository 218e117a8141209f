package org.talkoot.bridges.port;

import io.micrometer.core.instrument.MeterRegistry;
import org.apache.pekko.actor.typed.ActorSystem;
import org.talkoot.core.bus.Watermarks;

/**
 * What a node gives a bridge beside its settings.
 *
 * @param journal which journal leads out: a sink keeps its mark under this name
 * @param watermarks how far that journal has come with what comes in, for brokers whose logs can be read again
 * @param questions for brokers with request and reply
 */
public record Surroundings(
        ActorSystem<?> system, String journal, Watermarks watermarks, MeterRegistry meters, Questions questions) {}
