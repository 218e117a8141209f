/** Events through Kafka: what comes in, what goes out, and what broker and journal can do alone. */
@NullMarked
package org.talkoot.benchmarks.events;

import org.jspecify.annotations.NullMarked;
