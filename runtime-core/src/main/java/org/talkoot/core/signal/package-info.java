/** What runs and those outside say to each other by name, and within which bounds. */
@NullMarked
package org.talkoot.core.signal;

import org.jspecify.annotations.NullMarked;
