/** What conversations and agents reply to whoever tells them something, and who waits for an end. */
@NullMarked
package org.talkoot.agents.reply;

import org.jspecify.annotations.NullMarked;
