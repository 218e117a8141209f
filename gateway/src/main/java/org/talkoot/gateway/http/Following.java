package org.talkoot.gateway.http;

import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.apache.pekko.NotUsed;
import org.apache.pekko.japi.Pair;
import org.apache.pekko.stream.javadsl.Source;
import org.talkoot.core.ConversationId;
import org.talkoot.gateway.http.exchange.Problem;
import org.talkoot.gateway.http.exchange.ProblemException;
import org.talkoot.gateway.live.FeedFollower;
import org.talkoot.gateway.live.Frame;
import org.talkoot.gateway.live.LiveFeeds;

/** A feed as a stream: read when there is demand, ended with the connection. */
final class Following {

    private Following() {}

    static FeedFollower open(LiveFeeds feeds, ConversationId conversation, long after) {
        try {
            return feeds.follow(conversation, after);
        } catch (IllegalStateException | RejectedExecutionException e) {
            throw new ProblemException(Problem.unavailable(String.valueOf(e.getMessage())));
        }
    }

    static Source<Frame, NotUsed> frames(FeedFollower follower) {
        return together(follower).mapConcat(frames -> frames);
    }

    /** What came together, together: a reader that is behind costs less for each. */
    static Source<List<Frame>, NotUsed> together(FeedFollower follower) {
        return Source.unfoldAsync(follower, f -> f.next().thenApply(next -> next.map(frames -> Pair.create(f, frames))))
                .watchTermination((unused, done) -> {
                    done.whenComplete((d, e) -> follower.close());
                    return unused;
                });
    }
}
