package org.talkoot.examples.freightmarket;

import java.util.List;
import java.util.Map;
import org.talkoot.core.brain.team.ContractNet.Bid;

/**
 * A carrier and its price list. It bids by that alone; whether a lorry stands in its yard shows when one is to be
 * loaded.
 *
 * @param line the places that it goes to, each with the kilometre of its line
 * @param cents for one pallet and one kilometre
 * @param pallets that a lorry takes
 * @param lorries how many it has
 */
record Carrier(String name, Map<String, Integer> line, int cents, int pallets, int lorries) {

    static final List<Carrier> ALL = List.of(
            new Carrier("kaleva", Map.of("Helsinki", 0, "Tampere", 180, "Oulu", 610, "Rovaniemi", 830), 7, 33, 1),
            new Carrier("botnia", Map.of("Turku", 0, "Helsinki", 165, "Vaasa", 585, "Oulu", 900), 6, 24, 2),
            new Carrier("saimaa", Map.of("Helsinki", 0, "Lahti", 105, "Kuopio", 390, "Joensuu", 525), 8, 33, 2),
            new Carrier(
                    "express",
                    Map.of("Turku", 0, "Helsinki", 165, "Lahti", 270, "Kuopio", 555, "Oulu", 845, "Rovaniemi", 1_065),
                    14,
                    12,
                    20));

    /** What it would take for it, in euros. */
    Bid bid(Freight freight) {
        Integer begin = line.get(freight.from());
        Integer end = line.get(freight.to());
        if (begin == null || end == null || begin.equals(end)) {
            return Bid.none("It does not go from %s to %s.".formatted(freight.from(), freight.to()));
        }
        return freight.pallets() > pallets
                ? Bid.none("Its lorries take %d pallets.".formatted(pallets))
                : Bid.of(Math.abs(end - begin) * freight.pallets() * cents / 100.0);
    }
}
