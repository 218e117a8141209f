/** Events out: the journal as others see it, and what of it leaves on which channel. */
@NullMarked
package org.talkoot.bridges.outgoing;

import org.jspecify.annotations.NullMarked;
