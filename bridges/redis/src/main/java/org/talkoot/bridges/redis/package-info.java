/**
 * Redis Streams: a way in that acknowledges an entry when the journal has it, a way out that adds a batch as one, and
 * streams as configuration declares them. The only package that knows Redis' client.
 */
@NullMarked
package org.talkoot.bridges.redis;

import org.jspecify.annotations.NullMarked;
