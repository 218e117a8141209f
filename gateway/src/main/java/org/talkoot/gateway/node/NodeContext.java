package org.talkoot.gateway.node;

import java.nio.file.Path;

/** What tools may know of the node they run on. */
public record NodeContext(Path dataDirectory) {}
