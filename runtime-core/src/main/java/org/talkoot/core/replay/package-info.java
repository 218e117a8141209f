/** Looking at history: fold to any event, fork there, compare. */
@NullMarked
package org.talkoot.core.replay;

import org.jspecify.annotations.NullMarked;
