/** Insurance claims: read by a model, checked in plain Java, paid once, and above a sum only when somebody agrees. */
@NullMarked
package org.talkoot.examples.claimsdesk;

import org.jspecify.annotations.NullMarked;
