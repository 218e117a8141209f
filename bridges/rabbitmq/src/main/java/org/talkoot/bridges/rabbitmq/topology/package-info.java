/** What should be at the server: exchanges, queues, bindings and lanes, declared, made and compared. */
@NullMarked
package org.talkoot.bridges.rabbitmq.topology;

import org.jspecify.annotations.NullMarked;
