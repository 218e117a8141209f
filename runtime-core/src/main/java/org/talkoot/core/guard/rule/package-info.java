/**
 * Guardrails that are there: pure functions, each of which says what it does not see. Their rates over the corpus of
 * the tests stand in {@code docs/guardrails.md}.
 */
@NullMarked
package org.talkoot.core.guard.rule;

import org.jspecify.annotations.NullMarked;
