/** Checks: functions from what came of a case to what is found, and the port for checks in Java. */
@NullMarked
package org.talkoot.eval.check;

import org.jspecify.annotations.NullMarked;
