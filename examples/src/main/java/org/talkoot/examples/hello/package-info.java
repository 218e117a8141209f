/** The forty-line agent of the README. */
@NullMarked
package org.talkoot.examples.hello;

import org.jspecify.annotations.NullMarked;
