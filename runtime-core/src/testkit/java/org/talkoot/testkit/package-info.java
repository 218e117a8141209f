/**
 * The testkit for the pure model: fakes of every port, scripted models, fake tools and scenarios. It needs no actor
 * system, runs in milliseconds, and is published with the classifier {@code testkit}.
 */
@NullMarked
package org.talkoot.testkit;

import org.jspecify.annotations.NullMarked;
