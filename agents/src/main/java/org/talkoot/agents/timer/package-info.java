/** Timers of one entity: for waits that end however far away, and for what is told until it has been heard. */
@NullMarked
package org.talkoot.agents.timer;

import org.jspecify.annotations.NullMarked;
