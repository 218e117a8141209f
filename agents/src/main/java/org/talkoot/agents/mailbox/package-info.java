/** What an entity knows of the messages that wait for it. */
@NullMarked
package org.talkoot.agents.mailbox;

import org.jspecify.annotations.NullMarked;
