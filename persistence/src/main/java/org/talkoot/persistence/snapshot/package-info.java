/** Snapshots of entity states: they save replay time and are never the truth. */
@NullMarked
package org.talkoot.persistence.snapshot;

import org.jspecify.annotations.NullMarked;
