/** Events through Kafka while everything is killed, and how fast they go when nothing is. */
@NullMarked
package org.talkoot.proofs.fire;

import org.jspecify.annotations.NullMarked;
