/** What is live: the pieces of answers while they are produced, and feeds that are being followed. */
@NullMarked
package org.talkoot.gateway.live;

import org.jspecify.annotations.NullMarked;
