package org.talkoot.core.brain.team;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.talkoot.core.brain.team.Entry.Claim;

/** Who of the sources of a board is to be asked next, and about what. For one question. */
final class Agenda {

    /** Characters that the values of one question have, unless one value alone has more. */
    static final int LONGEST = 32_768;

    private final List<Source> sources;
    private final BoardRules rules;
    private final BoardLog log;
    private final List<Fact> facts;
    private final Set<String> claimed = new HashSet<>();
    private final Set<String> held = new HashSet<>();
    private final Set<String> busy = new HashSet<>();

    Agenda(List<Source> sources, BoardRules rules, BoardLog log) {
        this.sources = sources;
        this.rules = rules;
        this.log = log;
        this.facts = log.facts();
        log.openClaims().forEach(this::hold);
    }

    private void hold(Claim claim) {
        busy.add(claim.source());
        for (String fact : claim.facts()) {
            claimed.add(claim.source() + " " + fact);
            held.add(key(fact));
        }
    }

    private static String key(String id) {
        return id.substring(0, id.lastIndexOf('@'));
    }

    /** The claims that are made now: those of the first source first, as many as there is room for. */
    List<Claim> due(Instant now) {
        List<Claim> due = new ArrayList<>();
        for (Source source : sources) {
            int rounds = rules.rounds() - log.rounds(source.name());
            for (List<Fact> question : questions(source)) {
                if (log.open() + due.size() >= rules.atOnce() || rounds-- <= 0) {
                    break;
                }
                Claim claim =
                        new Claim(source.name(), question.stream().map(Fact::id).toList(), now.plus(source.within()));
                due.add(claim);
                hold(claim);
            }
        }
        return due;
    }

    /** A source for which there is news, and which has been asked as often as it may be. */
    Optional<Source> tired() {
        return sources.stream()
                .filter(source -> log.rounds(source.name()) >= rules.rounds())
                .filter(source -> !questions(source).isEmpty())
                .findFirst();
    }

    private List<List<Fact>> questions(Source source) {
        if (busy.contains(source.name()) && !source.apart()) {
            return List.of();
        }
        List<Fact> news = facts.stream().filter(fact -> isNews(source, fact)).toList();
        if (source.apart()) {
            return news.stream().map(List::of).toList();
        }
        return news.isEmpty() ? List.of() : List.of(leading(news));
    }

    private boolean isNews(Source source, Fact fact) {
        return Source.any(source.on(), fact.kind())
                && log.mayBeAsked(source, fact)
                && !claimed.contains(source.name() + " " + fact.id())
                && !(Source.any(rules.exclusive(), fact.kind()) && (held.contains(fact.key()) || log.isDone(fact)));
    }

    /** As many as fit, and one at least; the others are news the next time too. */
    static List<Fact> leading(List<Fact> facts) {
        int length = 0;
        int fitting = 0;
        for (Fact fact : facts) {
            length += fact.value().length();
            if (fitting > 0 && length > LONGEST) {
                break;
            }
            fitting++;
        }
        return facts.subList(0, fitting);
    }
}
