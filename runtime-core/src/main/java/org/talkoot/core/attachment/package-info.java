/**
 * Pictures, recordings and files that belong to messages, tool results and answers: what is known of them, and where
 * their bytes are.
 */
@NullMarked
package org.talkoot.core.attachment;

import org.jspecify.annotations.NullMarked;
