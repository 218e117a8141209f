/** Tools: what they are, what they do to the world, and how a repeated call is told from a new one. */
@NullMarked
package org.talkoot.core.tool;

import org.jspecify.annotations.NullMarked;
