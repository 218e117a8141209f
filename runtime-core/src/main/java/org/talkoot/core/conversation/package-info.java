/** The conversation aggregate: messages in order, one turn at a time, one answer for each. */
@NullMarked
package org.talkoot.core.conversation;

import org.jspecify.annotations.NullMarked;
