/** A whole node inside a test. */
@NullMarked
package org.talkoot.testkit.node;

import org.jspecify.annotations.NullMarked;
