/** What is known of people, tenants and agents, shown and erased over HTTP. */
@NullMarked
package org.talkoot.gateway.http.memory;

import org.jspecify.annotations.NullMarked;
