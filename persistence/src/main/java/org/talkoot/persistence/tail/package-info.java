/**
 * Follows the journal: one reader per node, a window of what is newest, signals for live feeds, and projections that
 * each keep their own position in it.
 */
@NullMarked
package org.talkoot.persistence.tail;

import org.jspecify.annotations.NullMarked;
