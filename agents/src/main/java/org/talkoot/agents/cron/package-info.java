/** Cron expressions, read by a library that nothing else sees. */
@NullMarked
package org.talkoot.agents.cron;

import org.jspecify.annotations.NullMarked;
