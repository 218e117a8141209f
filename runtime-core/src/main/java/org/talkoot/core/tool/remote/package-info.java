/** Tools that run elsewhere: what was agreed about their calls, and what follows when an attempt ends or is silent. */
@NullMarked
package org.talkoot.core.tool.remote;

import org.jspecify.annotations.NullMarked;
