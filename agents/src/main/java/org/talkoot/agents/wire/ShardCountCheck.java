package org.talkoot.agents.wire;

import com.typesafe.config.Config;
import java.util.List;
import org.apache.pekko.cluster.ConfigValidation;
import org.apache.pekko.cluster.JoinConfigCompatChecker;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Refuses a node that counts shards differently: it would look for entities where they are not, and both nodes would
 * have one of the same id. Pekko makes one on each side of a join.
 */
public final class ShardCountCheck extends JoinConfigCompatChecker {

    private static final String KEY = "talkoot.entities.shards";

    @Override
    public scala.collection.immutable.Seq<String> requiredKeys() {
        return CollectionConverters.asScala(List.of(KEY)).toSeq();
    }

    @Override
    public ConfigValidation check(Config joining, Config ofCluster) {
        return JoinConfigCompatChecker.fullMatch(requiredKeys(), joining, ofCluster);
    }
}
