package org.talkoot.proofs.teams;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toCollection;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.talkoot.proofs.teams.Batch.End;
import org.talkoot.proofs.teams.WorkLog.Line;
import org.talkoot.proofs.teams.WorkLog.Mark;

/** What teams under fire came to, held against what they come to when nobody is killed. */
final class Reckoning {

    private Reckoning() {}

    /** Under one key; and what must not be done again has not been. */
    static void eachPieceIsDoneOnce(List<Line> lines) {
        Map<String, Set<String>> keys =
                lines.stream().collect(groupingBy(Line::what, TreeMap::new, mapping(Line::key, toSet())));
        assertThat(keys)
                .allSatisfy((what, keysOfIt) -> assertThat(keysOfIt).as(what).hasSize(1));
        assertThat(lines.stream()
                        .filter(line -> line.tool().equals("once") && line.mark() == Mark.BEGUN)
                        .map(Line::what))
                .doesNotHaveDuplicates();
    }

    static void sameEnds(ThreeNodes nodes, Batch batch, Batch without) {
        Map<String, End> expected = without.ends(nodes);
        Map<String, End> ends = batch.ends(nodes);
        List<String> kinds = without.conversations();
        assertThat(ends.keySet()).containsExactlyElementsOf(batch.conversations());
        assertThat(ends)
                .allSatisfy((run, end) -> assertThat(end.anonymous())
                        .as(run)
                        .isEqualTo(expected.get(kinds.get(Batch.number(run) % without.size()))
                                .anonymous()));
    }

    /** No piece is missing, and none has been made up; all of them have been ended. */
    static void sameWork(Batch batch, Batch without, List<Line> lines) {
        Map<String, Set<String>> done = lines.stream()
                .filter(line -> line.mark() != Mark.BEGUN)
                .collect(groupingBy(
                        Line::conversation,
                        mapping(line -> Batch.anonymous(line.mark() + " " + line.what()), toCollection(TreeSet::new))));
        List<String> kinds = without.conversations();
        assertThat(batch.conversations())
                .allSatisfy(run -> assertThat(done.get(run))
                        .as(run)
                        .isNotEmpty()
                        .isEqualTo(done.get(kinds.get(Batch.number(run) % without.size()))));
    }
}
