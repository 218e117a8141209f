/** Calls from Redis Streams. Needs {@code io.lettuce:lettuce-core} on the class path. */
@NullMarked
package org.talkoot.worker.redis;

import org.jspecify.annotations.NullMarked;
