/** What the world outside answers by: tickets that nobody can guess or make. */
@NullMarked
package org.talkoot.bridges.ticket;

import org.jspecify.annotations.NullMarked;
