/** What views and feeds hold, as the surface shows it. */
@NullMarked
package org.talkoot.gateway.http.shown;

import org.jspecify.annotations.NullMarked;
