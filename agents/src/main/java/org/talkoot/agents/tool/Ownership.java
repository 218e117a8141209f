package org.talkoot.agents.tool;

import org.talkoot.core.lease.NodeLease;
import org.talkoot.core.tool.ToolLedger;

/** Where it stands whose a call is, and for how long it is this node's. */
record Ownership(ToolLedger ledger, NodeLease lease) {}
