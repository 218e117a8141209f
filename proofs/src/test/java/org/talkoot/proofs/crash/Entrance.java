package org.talkoot.proofs.crash;

import java.net.URI;
import java.net.http.HttpClient;

/** Where a client finds a node. */
public interface Entrance {

    URI uri(String path);

    /** One for all that enter here: each has threads of its own. */
    HttpClient http();

    /** The last request came to nothing; who has other nodes turns to the next. */
    default void failed() {}
}
