/**
 * Tools: how plain Java methods become tools, how arguments are checked, and how calls are run so that a crash repeats
 * nothing that must not be repeated.
 */
@NullMarked
package org.talkoot.agents.tool;

import org.jspecify.annotations.NullMarked;
