/** Schedules: work that begins by the clock, once, at intervals or by a calendar, on whatever node is there. */
@NullMarked
package org.talkoot.core.schedule;

import org.jspecify.annotations.NullMarked;
