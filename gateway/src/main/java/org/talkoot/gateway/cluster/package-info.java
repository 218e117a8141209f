/** What a node can say of its cluster: members, leases, who runs what. */
@NullMarked
package org.talkoot.gateway.cluster;

import org.jspecify.annotations.NullMarked;
