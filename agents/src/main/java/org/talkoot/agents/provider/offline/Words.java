package org.talkoot.agents.provider.offline;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Words as sets of meanings: stems, without those that say nothing, synonyms made one. */
final class Words {

    private static final Set<String> EMPTY_WORDS = Set.of(
            "the",
            "a",
            "an",
            "and",
            "or",
            "of",
            "to",
            "in",
            "on",
            "for",
            "with",
            "is",
            "are",
            "was",
            "be",
            "it",
            "this",
            "that",
            "my",
            "your",
            "our",
            "me",
            "you",
            "we",
            "i",
            "please",
            "can",
            "could",
            "would",
            "do",
            "does",
            "did",
            "have",
            "has",
            "from",
            "at",
            "by",
            "as",
            "all",
            "any",
            "what",
            "how",
            "when",
            "which",
            "who",
            "there",
            "here",
            "hand",
            "over",
            "conversation",
            "ask",
            "wait",
            "answer",
            "agent",
            "need",
            "want",
            "like",
            "tell",
            "about",
            "let",
            "know",
            "its",
            "not",
            "if",
            "so",
            "am",
            "hi",
            "hello",
            "thanks",
            "thank");

    /** Each line is one meaning; its first word stands for all. */
    private static final List<List<String>> MEANINGS = List.of(
            List.of("bill", "inv", "billing", "invoice", "invoic", "charge", "payment", "pay", "paid"),
            List.of("refund", "reimburse", "reimburs", "moneyback", "repay"),
            List.of("cancel", "cancell", "terminate", "terminat", "stop", "end"),
            List.of(
                    "find", "search", "lookup", "look", "get", "fetch", "show", "list", "check", "see", "read",
                    "retriev", "query"),
            List.of("create", "creat", "open", "add", "new", "make", "file", "raise", "rais", "register"),
            List.of("ticket", "tkt", "issue", "case", "incident", "bug"),
            List.of(
                    "technical",
                    "tech",
                    "error",
                    "crash",
                    "broken",
                    "fail",
                    "failure",
                    "support",
                    "troubleshoot",
                    "outage",
                    "slow"),
            List.of("order", "ord", "purchase", "purchas", "buy", "bought"),
            List.of("ship", "shipp", "shipment", "shipping", "deliver", "delivery", "track", "parcel"),
            List.of("customer", "acc", "client", "user", "account", "profile", "profil"),
            List.of("change", "chang", "update", "updat", "edit", "modify", "set"),
            List.of("send", "mail", "email", "notify", "message", "messag"),
            List.of("weather", "forecast", "rain", "temperature"),
            List.of("calculate", "calculat", "sum", "compute", "comput", "math", "total"),
            List.of("balance", "balanc", "owe", "owing", "due"),
            List.of("double", "duplicate", "duplicat", "twice", "doubl"));

    private static final Map<String, String> MEANING = new HashMap<>();

    static {
        for (List<String> meaning : MEANINGS) {
            meaning.forEach(word -> MEANING.put(stem(word), meaning.get(0)));
        }
    }

    private Words() {}

    /** What a text is about. */
    static Set<String> of(String text) {
        Set<String> words = new LinkedHashSet<>();
        String apart = text.replaceAll("([a-z])([A-Z])", "$1 $2").toLowerCase(Locale.ROOT);
        for (String word : apart.split("[^\\p{L}]+", -1)) {
            if (word.length() > 1 && !EMPTY_WORDS.contains(word)) {
                String stem = stem(word);
                words.add(MEANING.getOrDefault(stem, stem));
            }
        }
        return words;
    }

    private static String stem(String word) {
        for (String ending : List.of("ments", "ment", "ings", "ing", "ies", "ed", "es", "s", "e")) {
            if (word.length() - ending.length() >= 3 && word.endsWith(ending)) {
                String cut = word.substring(0, word.length() - ending.length());
                return ending.equals("ies") ? cut + "y" : cut;
            }
        }
        return word;
    }
}
