/** Programs for people at a terminal. */
@NullMarked
package org.talkoot.gateway.cli;

import org.jspecify.annotations.NullMarked;
