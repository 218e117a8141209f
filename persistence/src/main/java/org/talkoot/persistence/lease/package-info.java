/** The lease of a node in its database. */
@NullMarked
package org.talkoot.persistence.lease;

import org.jspecify.annotations.NullMarked;
