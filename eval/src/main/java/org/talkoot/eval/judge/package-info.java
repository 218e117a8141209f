/** Models that say how well something meets criteria in words. */
@NullMarked
package org.talkoot.eval.judge;

import org.jspecify.annotations.NullMarked;
