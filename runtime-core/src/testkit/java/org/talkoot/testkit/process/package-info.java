/** Programs in a process of their own, which a test can kill. Needs AssertJ and Awaitility on the test class path. */
@NullMarked
package org.talkoot.testkit.process;

import org.jspecify.annotations.NullMarked;
