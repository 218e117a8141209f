/** Evaluations of agents: the command, and what tests call. */
@NullMarked
package org.talkoot.eval;

import org.jspecify.annotations.NullMarked;
