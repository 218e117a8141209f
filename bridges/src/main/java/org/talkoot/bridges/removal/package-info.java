/** What follows the removal of a conversation: all that belongs to it is ended, and then erased. */
@NullMarked
package org.talkoot.bridges.removal;

import org.jspecify.annotations.NullMarked;
