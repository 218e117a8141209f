/** How events wake the agents that subscribe to them, and when they no longer do. */
@NullMarked
package org.talkoot.core.trigger;

import org.jspecify.annotations.NullMarked;
