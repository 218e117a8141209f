/**
 * {@code AgentEvent} as bytes and headers: plain JSON and CloudEvents 1.0, written and read. Pure: no broker and no
 * actor is known here; whoever carries a {@link org.talkoot.bridges.wire.WireMessage} copies its body and headers. The
 * format is described in {@code docs/events.md}.
 */
@NullMarked
package org.talkoot.bridges.wire;

import org.jspecify.annotations.NullMarked;
