/** What of a history models are shown, when not all of it fits. */
@NullMarked
package org.talkoot.core.context;

import org.jspecify.annotations.NullMarked;
