/**
 * The journal: a Pekko plugin that writes many entities in one commit, and readers by stream and by feed. Its global
 * {@code position} is commit order.
 */
@NullMarked
package org.talkoot.persistence.journal;

import org.jspecify.annotations.NullMarked;
