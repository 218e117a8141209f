package org.talkoot.agents.wire;

/**
 * What may be sent to another node, if the {@link WireCatalog} names its type. Marks what Pekko is to give to
 * {@link WireSerializer}.
 */
public interface WireMessage {}
