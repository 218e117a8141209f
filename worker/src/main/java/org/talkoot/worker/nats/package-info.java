/** Calls from NATS JetStream. Needs {@code io.nats:jnats} on the class path. */
@NullMarked
package org.talkoot.worker.nats;

import org.jspecify.annotations.NullMarked;
