/**
 * A bus within one process, for tests of what reads and writes events: the ports of a broker and their promises, except
 * that nothing of it survives the process.
 */
@NullMarked
package org.talkoot.testkit.bus.local;

import org.jspecify.annotations.NullMarked;
