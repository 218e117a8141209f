/** Runs suites: cases, models and repetitions, so many at once, each within its time. */
@NullMarked
package org.talkoot.eval.run;

import org.jspecify.annotations.NullMarked;
