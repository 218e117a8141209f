/**
 * Conformance suites for the ports of a broker: whoever writes an {@code EventSource} or an {@code EventSink} extends
 * them with a fixture of his own and knows what he still owes. They need JUnit, AssertJ and Awaitility on the test
 * class path, which this artifact does not bring along.
 */
@NullMarked
package org.talkoot.testkit.bus;

import org.jspecify.annotations.NullMarked;
