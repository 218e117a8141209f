/** Conversations that are removed: what is known of them is erased, except for the mark that says so. */
@NullMarked
package org.talkoot.persistence.removal;

import org.jspecify.annotations.NullMarked;
