/**
 * Who calls: the port that turns a request into a caller, and what is shipped behind it: nobody asks, tokens in a file,
 * and JSON Web Tokens.
 */
@NullMarked
package org.talkoot.gateway.identity;

import org.jspecify.annotations.NullMarked;
