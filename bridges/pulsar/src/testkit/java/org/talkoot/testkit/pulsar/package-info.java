/**
 * A real Pulsar for tests, in a process of its own. Its jars are in the local repository of Maven, not on the class
 * path.
 */
@NullMarked
package org.talkoot.testkit.pulsar;

import org.jspecify.annotations.NullMarked;
