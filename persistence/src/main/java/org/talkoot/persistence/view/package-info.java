/**
 * What people and the runtime ask about conversations, runs, unfinished work and usage: projections of the journal,
 * each with the queries beside it.
 */
@NullMarked
package org.talkoot.persistence.view;

import org.jspecify.annotations.NullMarked;
