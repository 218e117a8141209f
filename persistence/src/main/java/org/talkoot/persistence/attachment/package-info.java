/** Where the bytes of attachments are, and who refers to them. */
@NullMarked
package org.talkoot.persistence.attachment;

import org.jspecify.annotations.NullMarked;
