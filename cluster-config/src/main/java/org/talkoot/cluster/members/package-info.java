/** The members of the cluster as one of them sees them: for people and programs that ask how it is. */
@NullMarked
package org.talkoot.cluster.members;

import org.jspecify.annotations.NullMarked;
