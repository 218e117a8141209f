/** The view of schedules: what each is to do, how it stands, and what became of its latest occurrence. */
@NullMarked
package org.talkoot.persistence.view.schedule;

import org.jspecify.annotations.NullMarked;
