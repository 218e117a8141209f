/**
 * What is known beyond a conversation: facts of a user, a tenant or an agent, as an aggregate of its own. Pure.
 *
 * @see <a href="../../../../../../../../docs/adr/0048-what-is-known-is-an-aggregate-of-its-owner.md">ADR 0048</a>
 */
@NullMarked
package org.talkoot.core.memory;

import org.jspecify.annotations.NullMarked;
