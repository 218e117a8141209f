/** What came of one case with one model. */
@NullMarked
package org.talkoot.eval.outcome;

import org.jspecify.annotations.NullMarked;
