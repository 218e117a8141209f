/** What an application gets beside the node itself. */
@NullMarked
package org.talkoot.node;

import org.jspecify.annotations.NullMarked;
