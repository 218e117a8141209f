/** What a broker's module gives a node, and what it gets: the only thing that a node knows of brokers. */
@NullMarked
package org.talkoot.bridges.port;

import org.jspecify.annotations.NullMarked;
