/**
 * Runnable applications made of agents written in plain Java. Each one shows a way to build on Talkoot and is tested as
 * its users would test theirs.
 */
@NullMarked
package org.talkoot.examples;

import org.jspecify.annotations.NullMarked;
