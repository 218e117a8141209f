/** A real Redis for tests, in a process of its own. Needs the program {@code redis-server} on the machine. */
@NullMarked
package org.talkoot.testkit.redis;

import org.jspecify.annotations.NullMarked;
