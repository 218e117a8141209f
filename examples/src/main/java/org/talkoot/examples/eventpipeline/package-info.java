/**
 * A research team that works by events. Triage takes a task, asks research and waits for it (delegation), and gives the
 * conversation to writing (handoff). Writing and review know nothing of each other: one says {@code draft.written}, the
 * other says {@code review.approved} or {@code review.rejected}, and each wakes by what it subscribes to.
 */
@NullMarked
package org.talkoot.examples.eventpipeline;

import org.jspecify.annotations.NullMarked;
