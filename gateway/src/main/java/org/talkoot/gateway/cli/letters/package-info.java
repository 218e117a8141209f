/** Dead letters at the terminal. */
@NullMarked
package org.talkoot.gateway.cli.letters;

import org.jspecify.annotations.NullMarked;
