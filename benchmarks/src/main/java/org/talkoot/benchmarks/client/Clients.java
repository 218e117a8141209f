package org.talkoot.benchmarks.client;

import java.net.http.HttpClient;
import java.time.Duration;
import java.util.concurrent.Executors;

/** The JDK's HTTP client as all of these use it: HTTP/1.1, connections kept alive, callbacks on two threads. */
public final class Clients {

    private static final Duration TO_CONNECT = Duration.ofSeconds(30);

    private Clients() {}

    /** To be closed by {@link HttpClient#shutdownNow}. */
    public static HttpClient open() {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(TO_CONNECT)
                .executor(Executors.newFixedThreadPool(
                        2, Thread.ofPlatform().daemon().name("client-", 0).factory()))
                .build();
    }
}
