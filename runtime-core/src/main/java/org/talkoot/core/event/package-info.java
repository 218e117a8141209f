/** Events that leave or enter the runtime: their envelope, and who subscribes to which. */
@NullMarked
package org.talkoot.core.event;

import org.jspecify.annotations.NullMarked;
