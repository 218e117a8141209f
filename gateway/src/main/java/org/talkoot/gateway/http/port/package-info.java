/** What the routes need of the node behind them. */
@NullMarked
package org.talkoot.gateway.http.port;

import org.jspecify.annotations.NullMarked;
