/** A real RabbitMQ for tests, in a process of its own. Needs the server of the system. */
@NullMarked
package org.talkoot.testkit.rabbitmq;

import org.jspecify.annotations.NullMarked;
