/**
 * Events in and out: the ports that brokers implement, and the inbox through which what comes from outside enters the
 * journal.
 */
@NullMarked
package org.talkoot.core.bus;

import org.jspecify.annotations.NullMarked;
