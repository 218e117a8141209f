/** Who works for a run, what waits for what, and what each part of it took. */
@NullMarked
package org.talkoot.gateway.http.graph;

import org.jspecify.annotations.NullMarked;
