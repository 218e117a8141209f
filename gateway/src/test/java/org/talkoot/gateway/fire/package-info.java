/** Events through Kafka while everything is killed, and how fast they go when nothing is. */
@NullMarked
package org.talkoot.gateway.fire;

import org.jspecify.annotations.NullMarked;
