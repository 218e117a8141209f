package org.talkoot.agents.entity;

import java.time.Instant;
import java.util.Optional;
import org.talkoot.core.run.RunEffect;

/** What the effects of an agent are to its shell: messages that may be repeated, waits, or calls. */
final class EffectKinds {

    private EffectKinds() {}

    /** Whether it is a message to another entity, which may be lost and may be repeated. */
    static boolean isTold(RunEffect effect) {
        return switch (effect) {
            case RunEffect.StartDelegate e -> true;
            case RunEffect.StopDelegate e -> true;
            case RunEffect.StartSuccessor e -> true;
            case RunEffect.DeliverOutcome e -> true;
            case RunEffect.CallModel e -> false;
            case RunEffect.CallTool e -> false;
            case RunEffect.CloseCall e -> false;
            case RunEffect.AwaitHuman e -> false;
            case RunEffect.SetTimer e -> false;
            case RunEffect.ArmDeadline e -> false;
        };
    }

    /** When a wait ends by itself; empty: it is none. */
    static Optional<Instant> end(RunEffect effect) {
        return switch (effect) {
            case RunEffect.AwaitHuman e -> Optional.of(e.until());
            case RunEffect.SetTimer e -> Optional.of(e.until());
            case RunEffect.ArmDeadline e -> Optional.of(e.at());
            case RunEffect.CallModel e -> Optional.empty();
            case RunEffect.CallTool e -> Optional.empty();
            case RunEffect.CloseCall e -> Optional.empty();
            case RunEffect.StartDelegate e -> Optional.empty();
            case RunEffect.StopDelegate e -> Optional.empty();
            case RunEffect.StartSuccessor e -> Optional.empty();
            case RunEffect.DeliverOutcome e -> Optional.empty();
        };
    }
}
