/** One request and its response, whatever the route: bodies and their bounds, hosts and origins, problem documents. */
@NullMarked
package org.talkoot.gateway.http.exchange;

import org.jspecify.annotations.NullMarked;
