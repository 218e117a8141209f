/** Calls of remote tools that are away at this moment. */
@NullMarked
package org.talkoot.persistence.view.remote;

import org.jspecify.annotations.NullMarked;
