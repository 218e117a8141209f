/**
 * Events in and out: the ports that brokers implement, subscriptions of agents, and dead letters,
 * where whatever cannot be processed waits to be looked at and mended.
 */
@NullMarked
package org.talkoot.core.bus;

import org.jspecify.annotations.NullMarked;
