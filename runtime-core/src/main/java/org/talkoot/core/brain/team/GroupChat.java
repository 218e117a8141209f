package org.talkoot.core.brain.team;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.talkoot.core.AgentType;
import org.talkoot.core.agent.Brain;
import org.talkoot.core.agent.Calls;
import org.talkoot.core.agent.Needs;
import org.talkoot.core.agent.Next;
import org.talkoot.core.agent.Prompt;
import org.talkoot.core.agent.RunFailure;
import org.talkoot.core.agent.RunView;
import org.talkoot.core.agent.Step;
import org.talkoot.core.brain.Called;
import org.talkoot.core.brain.LlmBrain;
import org.talkoot.core.brain.Parts;
import org.talkoot.core.brain.Stages;

/**
 * A conversation of agents about a task: one speaks at a time, all hear it, and somebody decides who is next. AutoGen's
 * group chats (round robin, selector) and debates (Du et al., 2023).
 *
 * <pre>{@code
 * GroupChat.of("panel", Speaker.of("optimist"), Speaker.of("sceptic")).atMost(6).summedUpBy(judge)
 * }</pre>
 *
 * <p>A speaker is a colleague of its own in the conversation: it remembers what it has heard and said, so it is told
 * only what is new to it. Each choice and each message is a note ({@code next:panel}, {@code chat:panel}), so the feed
 * shows the conversation as it goes on. Who fails is silent this time, and when all of them are, one after the other,
 * the chat is over. The last message is the answer, or what a last brain makes of all of them.
 *
 * @param name unique among the chats of one agent
 * @param chair who decides who is next
 * @param messages how many are spoken at most
 * @param over a rule that ends it before that
 * @param voting whether the speakers vote after each round whether to end it
 * @param summary what makes the answer of it; null: the last message is the answer
 */
public record GroupChat(
        String name,
        List<Speaker> speakers,
        Chair chair,
        int messages,
        Predicate<List<Said>> over,
        boolean voting,
        @Nullable Brain summary)
        implements Brain {

    /** What a moderator answers that ends the chat. */
    public static final String NOBODY = "nobody";

    private static final String SILENT = " silent";

    public GroupChat {
        speakers = List.copyOf(speakers);
        Set<String> names = speakers.stream().map(Speaker::name).collect(Collectors.toSet());
        if (names.isEmpty() || names.size() < speakers.size() || names.contains(NOBODY)) {
            throw new IllegalArgumentException("there are speakers, each has a name of its own, and none is nobody");
        }
        if (messages < 1) {
            throw new IllegalArgumentException("at least one message is spoken, not " + messages);
        }
    }

    /** Who takes part: a colleague of this name, who is such an agent. */
    public record Speaker(String name, AgentType agent) {

        /** An agent that is named as its type. */
        public static Speaker of(String agent) {
            return named(agent, agent);
        }

        public static Speaker named(String name, String agent) {
            return new Speaker(name, new AgentType(agent));
        }

        Next.Delegate.Task told(String text) {
            return Next.Delegate.Task.named(agent, name, text);
        }
    }

    /**
     * One message.
     *
     * @param silent it was its turn and it failed; the text says why, and the others do not hear of it
     */
    public record Said(String speaker, String text, boolean silent) {

        private static Said read(String note, boolean silent) {
            int colon = note.indexOf(": ");
            return new Said(note.substring(0, colon), note.substring(colon + 2), silent);
        }

        @Override
        public String toString() {
            return speaker + ": " + text;
        }
    }

    /** Who decides who is next. */
    public sealed interface Chair {

        /** A function of what was said names the speaker. */
        record ByRule(Function<List<Said>, String> rule) implements Chair {}

        /**
         * A brain names the speaker, or {@link #NOBODY}. An answer that names none of them, or several, leaves the turn
         * to whoever has been silent for longest.
         */
        record ByModerator(Brain moderator) implements Chair {}
    }

    /** In turns, ten messages. */
    public static GroupChat of(String name, Speaker... speakers) {
        List<Speaker> all = List.of(speakers);
        Chair inTurns = new Chair.ByRule(said -> longestSilent(all, said));
        return new GroupChat(name, all, inTurns, 10, said -> false, false, null);
    }

    /** A function of what was said names who is next. */
    public GroupChat choosing(Function<List<Said>, String> rule) {
        return new GroupChat(name, speakers, new Chair.ByRule(rule), messages, over, voting, summary);
    }

    /** A brain names who is next. Its task is what was said. */
    public GroupChat moderatedBy(Brain moderator) {
        return new GroupChat(name, speakers, new Chair.ByModerator(moderator), messages, over, voting, summary);
    }

    /** A model that may moderate this chat. */
    public LlmBrain moderator(String rules) {
        return LlmBrain.of(
                "You moderate a conversation of %s. %s\nAnswer with the name of who speaks next, or with '%s' when it is over, and nothing else."
                        .formatted(names(), rules, NOBODY));
    }

    public GroupChat atMost(int changed) {
        return new GroupChat(name, speakers, chair, changed, over, voting, summary);
    }

    /** It is over as soon as this is true of what was said. */
    public GroupChat until(Predicate<List<Said>> changed) {
        return new GroupChat(name, speakers, chair, messages, changed, voting, summary);
    }

    /** After so many messages as there are speakers all are asked whether to end it, and more than half of them can. */
    public GroupChat untilVoted() {
        return new GroupChat(name, speakers, chair, messages, over, true, summary);
    }

    /** A brain makes the answer; its task is the task and what was said. */
    public GroupChat summedUpBy(Brain changed) {
        return new GroupChat(name, speakers, chair, messages, over, voting, changed);
    }

    @Override
    public Next next(RunView view) {
        Stages stages = Stages.of(view, label("next"), label("chat"), label("silent"), label("vote"), label("over"));
        List<Said> said = said(stages);
        if (stages.isBehind(label("next"))) {
            String chosen = stages.marks().getLast().text();
            return chosen.equals(NOBODY) ? ended(view, stages, said) : speech(view, stages, chosen);
        }
        if (stages.isBehind(label("over")) || isOver(stages, said)) {
            return ended(view, stages, said);
        }
        boolean roundIsOver = !said.isEmpty() && said.size() % speakers.size() == 0;
        return voting && roundIsOver && !stages.isBehind(label("vote"))
                ? ballot(view, stages)
                : choice(view, stages, said);
    }

    private List<Said> said(Stages stages) {
        return stages.marks().stream()
                .filter(mark -> mark.label().equals(label("chat")) || isSilence(mark))
                .map(mark -> Said.read(mark.text(), isSilence(mark)))
                .toList();
    }

    private boolean isSilence(Step.Noted mark) {
        return mark.label().equals(label("silent"));
    }

    private boolean isOver(Stages stages, List<Said> said) {
        boolean allSilent = said.size() >= speakers.size()
                && said.subList(said.size() - speakers.size(), said.size()).stream()
                        .allMatch(Said::silent);
        boolean votedFor = stages.isBehind(label("vote"))
                && stages.marks().getLast().text().startsWith("yes");
        return said.size() >= messages || allSilent || votedFor || over.test(said);
    }

    private Next choice(RunView view, Stages stages, List<Said> said) {
        return switch (chair) {
            case Chair.ByRule c ->
                new Next.Note(label("next"), speaker(c.rule().apply(said)).name());
            case Chair.ByModerator c -> {
                String task = "%s\n\nWho speaks next: %s, or %s?".formatted(minutes(view, said), names(), NOBODY);
                yield stages.ask(
                        c.moderator(), task, answer -> new Next.Note(label("next"), chosen(answer.text(), said)));
            }
        };
    }

    private String chosen(String answer, List<Said> said) {
        List<String> words = Arrays.asList(answer.split("[^A-Za-z0-9_-]+", -1));
        List<String> named = Stream.concat(speakers.stream().map(Speaker::name), Stream.of(NOBODY))
                .filter(words::contains)
                .toList();
        return named.size() == 1 ? named.getFirst() : longestSilent(speakers, said);
    }

    private static String longestSilent(List<Speaker> among, List<Said> said) {
        List<String> spoken = said.stream().map(Said::speaker).toList();
        return among.stream()
                .map(Speaker::name)
                .min(Comparator.comparingInt(spoken::lastIndexOf))
                .orElseThrow();
    }

    private Next speech(RunView view, Stages stages, String name) {
        List<Calls.Call> asked = stages.now().calls().begun();
        if (asked.isEmpty()) {
            return Next.Delegate.of(speaker(name).told(news(view, stages, name) + "It is your turn, " + name + "."));
        }
        return switch (Called.of(stages.now(), asked.getLast())) {
            case Called.NotYet<String> open -> new Next.Await();
            case Called.Came<String>(String text) -> new Next.Note(label("chat"), name + ": " + text);
            case Called.Failed<String>(RunFailure why) -> new Next.Note(label("silent"), name + ": " + why.detail());
        };
    }

    /** All are asked at once whether it is over. */
    private Next ballot(RunView view, Stages stages) {
        Calls votes = stages.now().calls();
        if (votes.size() == 0) {
            return new Next.Delegate(speakers.stream()
                    .map(speaker -> speaker.told(news(view, stages, speaker.name())
                            + "Is everything said, so that this can end? Answer yes or no."))
                    .toList());
        }
        if (votes.anyOpen()) {
            return new Next.Await();
        }
        List<String> said = new ArrayList<>();
        for (Calls.Call vote : votes.begun()) {
            String by = speakers.get(said.size()).name();
            said.add(by
                    + Called.of(stages.now(), vote).came().map(GroupChat::vote).orElse(SILENT));
        }
        long yes = said.stream().filter(vote -> vote.endsWith(" yes")).count();
        return new Next.Note(
                label("vote"),
                "%s, %d of %d: %s"
                        .formatted(yes * 2 > said.size() ? "yes" : "no", yes, said.size(), String.join(", ", said)));
    }

    private static String vote(String answer) {
        return answer.strip().toLowerCase(Locale.ROOT).startsWith("yes") ? " yes" : " no";
    }

    /** What somebody has not heard yet: at first what it is about, then what was said since it was last there. */
    private String news(RunView view, Stages stages, String name) {
        StringBuilder news = new StringBuilder(
                "You are %s, in a conversation of %s about this:\n%s\n\n".formatted(name, names(), view.task()));
        for (Step.Noted mark : stages.marks()) {
            if (hasAnswered(mark, name)) {
                news.setLength(0);
            } else if (mark.label().equals(label("chat"))) {
                news.append(mark.text()).append("\n\n");
            }
        }
        return news.toString();
    }

    private boolean hasAnswered(Step.Noted mark, String name) {
        return mark.label().equals(label("chat"))
                ? mark.text().startsWith(name + ": ")
                : mark.label().equals(label("vote")) && !isSilentIn(mark.text(), name);
    }

    private static boolean isSilentIn(String vote, String name) {
        return Arrays.asList(vote.split("[:,] ", -1)).contains(name + SILENT);
    }

    private Next ended(RunView view, Stages stages, List<Said> said) {
        List<Said> spoken = said.stream().filter(message -> !message.silent()).toList();
        if (spoken.isEmpty()) {
            return new Next.Fail(new RunFailure.GaveUp(
                    "nobody-spoke",
                    said.isEmpty() ? "Nobody was asked." : said.getLast().toString()));
        }
        if (summary == null) {
            return lastMessage(view);
        }
        return stages.isBehind(label("over"))
                ? stages.last(summary, minutes(view, said))
                : new Next.Note(label("over"), "after %d messages".formatted(spoken.size()));
    }

    /** As it was answered, and not as it is noted: who speaks by a value answers with one. */
    private Next.Answer lastMessage(RunView view) {
        boolean behind = true;
        for (Step step : view.steps().reversed()) {
            if (step instanceof Step.Noted mark && mark.label().equals(label("chat"))) {
                behind = false;
            } else if (!behind && step instanceof Step.DelegateReported spoke) {
                return Called.answer(spoke).came().orElseThrow();
            }
        }
        throw new IllegalStateException("nobody has spoken");
    }

    private static String minutes(RunView view, List<Said> said) {
        return Stream.concat(
                        Stream.of(view.task()),
                        said.stream().filter(message -> !message.silent()).map(Said::toString))
                .collect(joining("\n\n"));
    }

    private Speaker speaker(String called) {
        return speakers.stream()
                .filter(speaker -> speaker.name().equals(called))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException("'%s' is none of the speakers: %s".formatted(called, names())));
    }

    private String names() {
        return speakers.stream().map(Speaker::name).collect(joining(", "));
    }

    private String label(String what) {
        return what + ":" + name;
    }

    /** The brains that are its stages. */
    private List<Brain> stages() {
        List<Brain> stages = new ArrayList<>();
        if (chair instanceof Chair.ByModerator(Brain moderator)) {
            stages.add(moderator);
        }
        if (summary != null) {
            stages.add(summary);
        }
        return stages;
    }

    @Override
    public List<Prompt> prompts() {
        return stages().stream().flatMap(stage -> stage.prompts().stream()).toList();
    }

    @Override
    public Needs needs() {
        Set<AgentType> agents = speakers.stream().map(Speaker::agent).collect(Collectors.toSet());
        return stages().stream().map(Brain::needs).reduce(new Needs(Set.of(), agents), Needs::and);
    }

    @Override
    public boolean watches() {
        return stages().stream().anyMatch(Brain::watches);
    }

    @Override
    public Map<String, Brain> parts() {
        return Parts.of(stages());
    }

    @Override
    public String fingerprint() {
        return "group-chat:%s(%d)%s%s"
                .formatted(
                        name,
                        messages,
                        speakers,
                        stages().stream().map(Brain::fingerprint).toList());
    }
}
