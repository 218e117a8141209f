/** The envelope of an event that leaves or enters the runtime. */
@NullMarked
package org.talkoot.core.event;

import org.jspecify.annotations.NullMarked;
