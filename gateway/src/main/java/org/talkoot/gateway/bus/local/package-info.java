/**
 * A bus within one process, for a node without a broker and for tests: the same ports, the same promises except that
 * nothing of it survives the process.
 */
@NullMarked
package org.talkoot.gateway.bus.local;

import org.jspecify.annotations.NullMarked;
