package org.talkoot.bridges.nats;

import io.nats.client.JetStreamManagement;
import io.nats.client.api.StreamInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.talkoot.bridges.nats.settings.StreamSpec;
import org.talkoot.core.bus.BusException;

/**
 * The streams that configuration declares. Those that are missing are made; those that are there are compared and never
 * changed, because what is in them is not ours to lose.
 */
final class NatsTopology {

    private static final Logger LOGGER = LoggerFactory.getLogger(NatsTopology.class);

    private final Link link;
    private final List<StreamSpec> wanted;
    private final Lock once = new ReentrantLock();
    private boolean prepared;

    NatsTopology(Link link, List<StreamSpec> wanted) {
        this.link = link;
        this.wanted = wanted;
    }

    /**
     * Makes what is missing and compares the rest. May be called by several nodes at once; blocks.
     *
     * @return one sentence for each thing that is not as declared; also logged as a warning
     * @throws BusException when the server cannot be reached or refuses
     */
    List<String> prepare() {
        try (Link.Use use = link.open()) {
            JetStreamManagement management = use.management();
            List<String> mismatches = new ArrayList<>();
            for (StreamSpec spec : wanted) {
                found(management, spec)
                        .or(() -> made(management, spec))
                        .ifPresent(found -> differences(spec, found).forEach(mismatches::add));
            }
            mismatches.forEach(mismatch -> LOGGER.atWarn().log(mismatch));
            return mismatches;
        }
    }

    /** The same, once for all that need it; after a failure it is done again. */
    void prepareOnce() {
        once.lock();
        try {
            if (!prepared) {
                int mismatches = prepare().size();
                LOGGER.atDebug().addKeyValue("mismatches", mismatches).log("streams are there");
                prepared = true;
            }
        } finally {
            once.unlock();
        }
    }

    private static Optional<StreamSpec> found(JetStreamManagement management, StreamSpec spec) {
        try {
            StreamInfo found = Failures.get(() -> management.getStreamInfo(spec.name()));
            return Optional.of(StreamSpec.of(found.getConfiguration()));
        } catch (BusException e) {
            if (Failures.is(Failures.NO_STREAM, e)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** Empty: it is as it should be. Another node may have been faster, with other settings. */
    private static Optional<StreamSpec> made(JetStreamManagement management, StreamSpec spec) {
        try {
            StreamInfo unused = Failures.get(() -> management.addStream(spec.wanted()));
            LOGGER.atInfo().addKeyValue("stream", spec.name()).log("stream created");
            return Optional.empty();
        } catch (BusException e) {
            if (Failures.is(Failures.STREAM_IS_THERE, e)) {
                return found(management, spec);
            }
            throw new BusException("stream %s cannot be made: %s".formatted(spec.name(), e.getMessage()), e);
        }
    }

    private static Stream<String> differences(StreamSpec spec, StreamSpec found) {
        return Stream.concat(
                difference(
                        spec,
                        "subjects",
                        spec.subjects().toString(),
                        found.subjects().toString()),
                spec.config().keySet().stream()
                        .sorted()
                        .flatMap(key -> difference(
                                spec,
                                key,
                                spec.config().getOrDefault(key, ""),
                                found.config().getOrDefault(key, "unknown"))));
    }

    private static Stream<String> difference(StreamSpec spec, String what, String wanted, String found) {
        return wanted.equals(found)
                ? Stream.empty()
                : Stream.of("stream %s has %s %s, but %s is declared".formatted(spec.name(), what, found, wanted));
    }
}
