/** Events in: from a delivery to a message of a conversation, a run of a subscriber, or a dead letter. */
@NullMarked
package org.talkoot.bridges.intake;

import org.jspecify.annotations.NullMarked;
