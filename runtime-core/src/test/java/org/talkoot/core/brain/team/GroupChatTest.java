package org.talkoot.core.brain.team;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.talkoot.testkit.ModelTurn.turn;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.talkoot.core.agent.AgentDefinition;
import org.talkoot.core.agent.Brain;
import org.talkoot.core.agent.Next;
import org.talkoot.core.agent.RunFailure;
import org.talkoot.core.agent.RunView;
import org.talkoot.core.brain.CodeBrain;
import org.talkoot.core.brain.team.GroupChat.Speaker;
import org.talkoot.core.run.RunEvent;
import org.talkoot.testkit.Outcome;
import org.talkoot.testkit.ReplayCheck;
import org.talkoot.testkit.Scenario;
import org.talkoot.testkit.ScriptedModel;

/** Who speaks, what the others hear of it, and when it is over. */
final class GroupChatTest {

    @Test
    void inTurnsEachHearsWhatIsNewToIt() {
        Outcome outcome = told(panel().atMost(3), voice(echo()));

        assertThat(notes(outcome))
                .containsExactly(
                        "next:panel ann",
                        "chat:panel ann: [You are ann, in a conversation of ann, bob about this:|go||It is your turn, ann.]",
                        "next:panel bob",
                        "chat:panel bob: heard 169",
                        "next:panel ann",
                        "chat:panel ann: [bob: heard 169||It is your turn, ann.]");
        assertThat(outcome.answers()).containsExactly("[bob: heard 169||It is your turn, ann.]");
    }

    @Test
    void aRuleChoosesAndARuleEndsIt() {
        Outcome outcome = told(
                panel().choosing(said -> "bob").until(said -> said.size() == 2),
                voice(CodeBrain.answering(view -> "hm")));

        assertThat(notes(outcome))
                .containsExactly("next:panel bob", "chat:panel bob: hm", "next:panel bob", "chat:panel bob: hm");
    }

    @Test
    void aModelModeratesAndAnotherSumsUp() {
        GroupChat chat = panel();
        Brain summary = CodeBrain.answering(view -> "of " + view.task().replace("\n\n", "|"));

        Outcome outcome = ReplayCheck.atEveryEvent(Scenario.of(
                        AgentDefinition.of(
                                "desk",
                                "",
                                chat.moderatedBy(chat.moderator("The one who doubts speaks first."))
                                        .summedUpBy(summary)),
                        voice(CodeBrain.answering(view -> "hm")))
                .model(ScriptedModel.of(
                        turn().answers("bob"), turn().answers("Now it is for ann."), turn().answers("nobody")))
                .says("go"));

        assertThat(notes(outcome))
                .containsExactly(
                        "next:panel bob",
                        "chat:panel bob: hm",
                        "next:panel ann",
                        "chat:panel ann: hm",
                        "next:panel nobody",
                        "over:panel after 2 messages");
        assertThat(outcome.answers()).containsExactly("of go|bob: hm|ann: hm");
    }

    @Test
    void theyVoteAfterEachRound() {
        Brain voter = CodeBrain.answering(
                view -> view.task().contains("yes or no") ? ballotsSeenBy(view) >= 2 ? "Yes." : "no" : "hm");

        Outcome outcome = told(panel().untilVoted(), voice(voter));

        assertThat(notes(outcome).stream().filter(note -> note.startsWith("vote")))
                .containsExactly("vote:panel no, 0 of 2: ann no, bob no", "vote:panel yes, 2 of 2: ann yes, bob yes");
        assertThat(outcome.answers()).containsExactly("hm");
    }

    /** Whoever says nothing has not said yes. */
    @Test
    void aVoterThatFailsHasNoVoteAndHearsLaterWhatItMissed() {
        Brain bobCannotVote = new CodeBrain(view -> {
            boolean ballot = view.task().contains("yes or no");
            if (!ballot) {
                return new Next.Answer("heard " + view.task().lines().count());
            }
            return view.agent().toString().contains("bob")
                    ? new Next.Fail(new RunFailure.GaveUp("hoarse", "It is hoarse."))
                    : new Next.Answer("yes");
        });

        Outcome two = told(panel().atMost(4).untilVoted(), voice(bobCannotVote));
        Outcome three = told(
                GroupChat.of(
                                "panel",
                                Speaker.named("ann", "voice"),
                                Speaker.named("bob", "voice"),
                                Speaker.named("cid", "voice"))
                        .untilVoted(),
                voice(bobCannotVote));

        assertThat(notes(two))
                .contains("vote:panel no, 1 of 2: ann yes, bob silent")
                .containsSubsequence("chat:panel ann: heard 1", "next:panel bob", "chat:panel bob: heard 3");
        assertThat(notes(three)).contains("vote:panel yes, 2 of 3: ann yes, bob silent, cid yes");
        assertThat(three.of(RunEvent.DelegationRequested.class)).hasSize(6);
    }

    @Test
    void twoSidesAndAJudgeAreADebate() {
        Brain side = CodeBrain.answering(view -> {
            String task = view.task();
            String heard = task.contains("con: chalk") ? "chalk" : task.contains("pro: cheese") ? "cheese" : "none";
            return (view.agent().toString().contains("pro") ? "cheese" : "chalk") + " against " + heard;
        });
        Brain judge = CodeBrain.answering(view -> "heard " + view.task().replace("\n\n", "|"));

        Outcome outcome = told(
                GroupChat.of("debate", Speaker.named("pro", "voice"), Speaker.named("con", "voice"))
                        .atMost(4)
                        .summedUpBy(judge),
                voice(side));

        assertThat(outcome.answers())
                .containsExactly("heard go"
                        + "|pro: cheese against none|con: chalk against cheese"
                        + "|pro: cheese against chalk|con: chalk against cheese");
    }

    @Test
    void whoFailsIsSilentAndTheOthersGoOn() {
        Brain onlyBob = new CodeBrain(view -> view.agent().toString().contains("ann")
                ? new Next.Fail(new RunFailure.GaveUp("hoarse", "It is hoarse."))
                : new Next.Answer("hm"));

        Outcome outcome = told(panel().atMost(3), voice(onlyBob));

        assertThat(notes(outcome)).contains("silent:panel ann: It is hoarse.", "chat:panel bob: hm");
        assertThat(outcome.answers()).containsExactly("hm");
    }

    @Test
    void whenAllAreSilentItIsOver() {
        Brain hoarse = new CodeBrain(view -> new Next.Fail(new RunFailure.GaveUp("hoarse", "It is hoarse.")));

        Outcome outcome = told(panel(), voice(hoarse));

        assertThat(outcome.failures()).contains("nobody-spoke");
        assertThat(outcome.of(RunEvent.DelegationRequested.class)).hasSize(2);
    }

    @Test
    void speakersAreToldApart() {
        assertThatThrownBy(() -> GroupChat.of("panel", Speaker.of("a"), Speaker.of("a")))
                .hasMessageContaining("a name of its own");
    }

    private static GroupChat panel() {
        return GroupChat.of("panel", Speaker.named("ann", "voice"), Speaker.named("bob", "voice"));
    }

    /** Ann repeats what she is told, and Bob says how long it was. */
    private static Brain echo() {
        return CodeBrain.answering(view -> view.agent().toString().contains("ann")
                ? "[%s]".formatted(view.task().replace("\n", "|"))
                : "heard " + view.task().replace("\n", "|").length());
    }

    private static int ballotsSeenBy(RunView view) {
        return view.history().toString().split("yes or no", -1).length - 1;
    }

    private static AgentDefinition voice(Brain brain) {
        return AgentDefinition.of("voice", "", brain);
    }

    private static Outcome told(GroupChat chat, AgentDefinition voice) {
        return ReplayCheck.atEveryEvent(
                Scenario.of(AgentDefinition.of("desk", "", chat), voice).says("go"));
    }

    private static List<String> notes(Outcome outcome) {
        return outcome.of(RunEvent.Noted.class)
                .map(note -> note.label() + " " + note.text())
                .toList();
    }
}
