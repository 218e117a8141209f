/**
 * RabbitMQ: a way in that acknowledges a message when the journal has it, a way out that waits for the server's
 * confirms, questions with replies, and exchanges and queues as configuration declares them. No package but this and
 * those below it knows RabbitMQ's client.
 */
@NullMarked
package org.talkoot.bridges.rabbitmq;

import org.jspecify.annotations.NullMarked;
