/**
 * Workers by Kafka. Needs {@code org.apache.kafka:kafka-clients} on the class path, which this library does not bring.
 */
@NullMarked
package org.talkoot.worker.kafka;

import org.jspecify.annotations.NullMarked;
