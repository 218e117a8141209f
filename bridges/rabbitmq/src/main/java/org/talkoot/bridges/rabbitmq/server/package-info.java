/** The connections of a node to RabbitMQ: where they lead, how they are made and shared, and why they failed. */
@NullMarked
package org.talkoot.bridges.rabbitmq.server;

import org.jspecify.annotations.NullMarked;
