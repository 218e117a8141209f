/** A real Kafka for tests, in a process of its own. Needs Kafka's server on the test class path. */
@NullMarked
package org.talkoot.testkit.kafka;

import org.jspecify.annotations.NullMarked;
