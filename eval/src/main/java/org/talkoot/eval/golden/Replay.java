package org.talkoot.eval.golden;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.talkoot.eval.node.EvalNode;
import org.talkoot.eval.node.Folder;
import org.talkoot.eval.outcome.Turn;
import org.talkoot.eval.suite.EvalCase.Saying;
import org.talkoot.gateway.node.Talkoot;

/** Plays a golden conversation with the code that there is, on a node of its own. */
final class Replay {

    /** For one message; nobody is waited for. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final String CONVERSATION = "golden";

    private Replay() {}

    /** The same conversation, as this application has it. */
    static Golden of(Golden golden, Talkoot application) {
        Player player = new Player(golden.steps());
        try (Folder folder = Folder.make();
                EvalNode node =
                        EvalNode.playing(application, folder.path(), PATIENCE, player, player::call, golden.caller())) {
            List<String> endings = new ArrayList<>();
            for (Saying saying : golden.messages()) {
                Turn turn = node.say(CONVERSATION, endings.size() + 1, saying, PATIENCE);
                endings.add(
                        switch (turn.ending()) {
                            case Turn.Answered e -> Recording.ending(e.text());
                            case Turn.Failed e -> Recording.failure(e.code());
                        });
            }
            return golden.played(player.played(), endings);
        }
    }
}
