/** Clients of nodes in other processes: turns over HTTP and WebSocket, live readers, views. */
@NullMarked
package org.talkoot.benchmarks.client;

import org.jspecify.annotations.NullMarked;
