/**
 * Kafka: a way in that commits an offset when the journal has the record, a way out that keeps its progress in the
 * transaction of its events, and topics as configuration declares them. The only package that knows Kafka's clients.
 */
@NullMarked
package org.talkoot.bridges.kafka;

import org.jspecify.annotations.NullMarked;
