/** What is kept and what is said of histories: when a snapshot is due, and the lines of the log about runs. */
@NullMarked
package org.talkoot.agents.history;

import org.jspecify.annotations.NullMarked;
