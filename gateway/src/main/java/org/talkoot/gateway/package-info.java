/**
 * Everything on a socket, and the node that holds it together: HTTP, server-sent events, WebSocket and the web page.
 * Turns what comes in into commands and what was journalled into answers.
 */
@NullMarked
package org.talkoot.gateway;

import org.jspecify.annotations.NullMarked;
