/** JSON as the core reads it, which knows no library: strictly, and with every digit. */
@NullMarked
package org.talkoot.core.json;

import org.jspecify.annotations.NullMarked;
