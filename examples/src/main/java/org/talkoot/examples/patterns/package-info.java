/**
 * How agents work together by events, one pattern in each file: nobody is told by name, so agents come and go without
 * the others being changed.
 */
@NullMarked
package org.talkoot.examples.patterns;

import org.jspecify.annotations.NullMarked;
