/**
 * Events in and out, whatever the broker: what comes in becomes work, what the journal tells leaves through sinks and
 * wakes agents, and what cannot be processed becomes a dead letter.
 */
@NullMarked
package org.talkoot.bridges;

import org.jspecify.annotations.NullMarked;
