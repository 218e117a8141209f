package org.talkoot.examples.freightmarket;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.talkoot.core.agent.AgentDefinition;
import org.talkoot.core.brain.team.ContractNet.Bid;
import org.talkoot.core.run.RunEvent;
import org.talkoot.gateway.node.Talkoot;
import org.talkoot.testkit.Outcome;
import org.talkoot.testkit.ReplayCheck;
import org.talkoot.testkit.Scenario;
import org.talkoot.testkit.node.LocalNode;

/** Who moves what, the market and its carriers killed after each of their events. */
final class FreightMarketTest {

    private static final String TILES = "Please move 12 pallets of tiles from helsinki to Oulu.";

    @TempDir
    Path directory;

    @Test
    void theCheapestThatGoesThereMovesIt() {
        Outcome outcome = told(TILES);

        assertThat(outcome).answers("kaleva takes 12 pallets from Helsinki to Oulu for 512.40 euros (load kaleva-1).");
        assertThat(awards(outcome)).containsExactly("to kaleva by freight.inquiry.kaleva for 512.4");
        assertThat(loads(outcome)).containsExactly("kaleva-1");
    }

    @Test
    void withoutALorryTheNextBestMovesIt() {
        Outcome outcome = told(TILES, TILES, TILES);

        assertThat(outcome)
                .answers(
                        "kaleva takes 12 pallets from Helsinki to Oulu for 512.40 euros (load kaleva-1).",
                        "botnia takes 12 pallets from Helsinki to Oulu for 529.20 euros (load botnia-1).",
                        "botnia takes 12 pallets from Helsinki to Oulu for 529.20 euros (load botnia-2).");
        assertThat(loads(outcome)).containsExactlyInAnyOrder("kaleva-1", "botnia-1", "botnia-2");
    }

    @Test
    void withoutAnyLorryEachSaysWhyNot() {
        String toRovaniemi = "33 pallets from Tampere to Rovaniemi";

        Outcome outcome = told(toRovaniemi, toRovaniemi);

        assertThat(outcome)
                .answers("kaleva takes 33 pallets from Tampere to Rovaniemi for 1501.50 euros (load kaleva-1).", """
                        Nobody takes it.
                        kaleva: All lorries of kaleva are under way.
                        botnia: It does not go from Tampere to Rovaniemi.
                        saimaa: It does not go from Tampere to Rovaniemi.
                        express: It does not go from Tampere to Rovaniemi.""");
    }

    @Test
    void whatIsUnclearIsNotAnnounced() {
        Outcome outcome = told("a piano to Oulu");

        assertThat(outcome).answers("Say it like this: 12 pallets from Helsinki to Oulu.");
        assertThat(outcome.of(RunEvent.ReplyRequested.class)).isEmpty();
    }

    @Test
    void aCarrierBidsByItsPriceList() {
        Carrier saimaa = Carrier.ALL.get(2);

        assertThat(saimaa.bid(new Freight(10, "Joensuu", "Lahti"))).isEqualTo(Bid.of(336));
        assertThat(saimaa.bid(new Freight(10, "Lahti", "Oulu")).able()).isFalse();
        assertThat(saimaa.bid(new Freight(10, "Lahti", "Lahti")).able()).isFalse();
        assertThat(saimaa.bid(new Freight(34, "Lahti", "Kuopio")).note()).isEqualTo("Its lorries take 33 pallets.");
    }

    @Test
    void allConversationsHaveTheSameYards() {
        try (LocalNode node = LocalNode.start(Talkoot.agents(FreightMarket.agents()), directory)) {
            assertThat(node.say("ann", "freight", TILES)).contains("(load kaleva-1)");
            assertThat(node.say("bob", "freight", TILES)).contains("(load botnia-1)");
        }
        try (LocalNode again = LocalNode.start(Talkoot.agents(FreightMarket.agents()), directory)) {
            assertThat(again.say("cid", "freight", TILES)).contains("(load botnia-2)");
        }
    }

    private static Outcome told(String... texts) {
        Scenario scenario = Scenario.of(FreightMarket.agents().toArray(AgentDefinition[]::new));
        for (String text : texts) {
            scenario = scenario.says(text);
        }
        return ReplayCheck.atEveryEvent(scenario);
    }

    private static List<String> awards(Outcome outcome) {
        return outcome.of(RunEvent.Noted.class)
                .map(RunEvent.Noted::text)
                .filter(note -> note.startsWith("to "))
                .toList();
    }

    private static List<String> loads(Outcome outcome) {
        return outcome.of(RunEvent.Noted.class)
                .filter(note -> note.label().equals("loaded"))
                .map(RunEvent.Noted::text)
                .toList();
    }
}
