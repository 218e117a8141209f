/** Brains: pure functions from a run's history to its next step. Each is one small file. */
@NullMarked
package org.talkoot.core.brain;

import org.jspecify.annotations.NullMarked;
