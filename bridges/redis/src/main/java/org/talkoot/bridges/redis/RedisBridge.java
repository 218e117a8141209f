package org.talkoot.bridges.redis;

import com.typesafe.config.Config;
import java.util.List;
import java.util.Optional;
import org.talkoot.bridges.outgoing.OutgoingWriter;
import org.talkoot.bridges.port.Bridge;
import org.talkoot.bridges.port.Lane;
import org.talkoot.bridges.port.Surroundings;
import org.talkoot.bridges.port.Ways;
import org.talkoot.bridges.source.PreparedSink;
import org.talkoot.bridges.source.PreparedSource;

/** Redis' part of a node: a lane for each stream that comes in, one way out, and the streams between. */
public final class RedisBridge implements Bridge {

    @Override
    public String name() {
        return "redis";
    }

    @Override
    public Optional<Configured> configured(Config root) {
        RedisSettings settings = RedisSettings.from(root);
        return settings.isEnabled() ? Optional.of(node -> open(settings, node)) : Optional.empty();
    }

    private static Ways open(RedisSettings settings, Surroundings node) {
        Connections connections = new Connections(settings.server());
        RedisTopology topology = new RedisTopology(settings.streams(), connections);
        LagProbe probe = new LagProbe(connections, settings.source().group(), node.meters());
        Rounds rounds = new Rounds(probe, new Trimming(connections, settings.streams()), settings.trimEvery());
        node.system().getWhenTerminated().whenComplete((done, failure) -> {
            rounds.close();
            connections.close();
        });
        Runnable preparation = () -> {
            topology.prepareOnce();
            rounds.begin();
        };
        String me = node.system().address().hostPort();
        List<Lane> lanes = settings.source().streams().stream()
                .map(stream -> new Lane(
                        RedisLane.name(stream),
                        () -> new PreparedSource(
                                preparation, new RedisLane(connections, settings.source(), stream, me, probe))))
                .toList();
        return new Ways(List.of(), lanes, List.of(new PreparedSink(preparation, sink(settings, connections))));
    }

    private static RedisSink sink(RedisSettings settings, Connections connections) {
        RedisSettings.Out out = settings.sink();
        return new RedisSink(out.name(), connections, new OutgoingWriter(out.wireFormat(), out.maxEventBytes()));
    }
}
