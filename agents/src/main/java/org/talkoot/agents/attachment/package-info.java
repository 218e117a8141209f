/** What may be attached, on whatever road it comes. */
@NullMarked
package org.talkoot.agents.attachment;

import org.jspecify.annotations.NullMarked;
