/** A real NATS for tests, in a process of its own. Needs the program {@code nats-server}. */
@NullMarked
package org.talkoot.testkit.nats;

import org.jspecify.annotations.NullMarked;
