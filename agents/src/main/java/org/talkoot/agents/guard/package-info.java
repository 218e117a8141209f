/** Guardrails where the pure ones of the core end: what is heard of an answer while it is written. */
@NullMarked
package org.talkoot.agents.guard;

import org.jspecify.annotations.NullMarked;
