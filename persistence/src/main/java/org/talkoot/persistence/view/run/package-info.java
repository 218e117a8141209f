/** What runs wait for and what they show, beside the row of each. */
@NullMarked
package org.talkoot.persistence.view.run;

import org.jspecify.annotations.NullMarked;
