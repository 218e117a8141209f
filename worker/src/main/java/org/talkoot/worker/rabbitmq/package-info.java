/** Calls from RabbitMQ. Needs {@code com.rabbitmq:amqp-client} on the class path. */
@NullMarked
package org.talkoot.worker.rabbitmq;

import org.jspecify.annotations.NullMarked;
