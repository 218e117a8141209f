/** Dead letters: where whatever cannot be processed waits to be looked at, mended and tried again. */
@NullMarked
package org.talkoot.core.deadletter;

import org.jspecify.annotations.NullMarked;
