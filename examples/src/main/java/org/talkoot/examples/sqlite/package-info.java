/** A small embedded store for applications that have nothing better. */
@NullMarked
package org.talkoot.examples.sqlite;

import org.jspecify.annotations.NullMarked;
