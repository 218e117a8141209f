/** What the shell around an aggregate does that needs no actor. */
@NullMarked
package org.talkoot.core.shell;

import org.jspecify.annotations.NullMarked;
