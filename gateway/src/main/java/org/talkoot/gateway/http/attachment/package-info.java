/** Bytes that come and go over HTTP, and messages that refer to them. */
@NullMarked
package org.talkoot.gateway.http.attachment;

import org.jspecify.annotations.NullMarked;
