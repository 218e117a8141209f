/** What a run is asked, before it enters the history of its agent. */
@NullMarked
package org.talkoot.core.run.check;

import org.jspecify.annotations.NullMarked;
