/**
 * A support desk: a triage agent hands over to billing, support and scheduling, each with tools on a small store of its
 * own. What {@code ./talkoot up} starts.
 */
@NullMarked
package org.talkoot.examples.supportdesk;

import org.jspecify.annotations.NullMarked;
