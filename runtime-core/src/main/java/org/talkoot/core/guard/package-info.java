/** Guardrails: pure checks of what goes into an agent and what comes out of it. */
@NullMarked
package org.talkoot.core.guard;

import org.jspecify.annotations.NullMarked;
