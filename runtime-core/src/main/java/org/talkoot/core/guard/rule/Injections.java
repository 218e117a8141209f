package org.talkoot.core.guard.rule;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.talkoot.core.guard.Folded;
import org.talkoot.core.guard.Guardrail;
import org.talkoot.core.guard.Passage;
import org.talkoot.core.guard.Verdict;

/**
 * Marks of an attempt to give orders to a model by what it reads: "ignore all previous instructions" and its like in
 * six languages, the control words of chat templates, orders to an assistant to keep something from its user or to show
 * its prompt. Found also in letters that look alike, in leetspeak, s p a c e d out, across lines, with characters in
 * between that nobody sees, and in base64.
 *
 * <p>It is a net with wide meshes and no defence by itself: an order in words that are not known here, in another
 * language or as a polite request passes. What a model may do has to be bounded where it does it: by the tools that it
 * has, by approvals, by an allow-list of links. And it takes a text about injections for one.
 *
 * @param removes whether what is found is taken out and the rest goes on; false: the text does not go on
 */
public record Injections(boolean removes) implements Guardrail {

    private static final String REMOVED = "[removed: it looks like an order to a model]";

    private static final String OLD =
            "(?:previous|prior|above|earlier|preceding|foregoing|former|existing|initial|original|system|safety|your|past|"
                    + "current|before)";

    private static final String RULES =
            "(?:instruction|prompt|rule|directive|guideline|direction|command|order|context|guardrail|restriction|"
                    + "programming|training|constraint|polic|message|told|said|set-?up)";

    /** Of a text in lower case, in which white space of any kind and length is one space. */
    private static final List<Pattern> MARKS = patterns(
            "(?:ignore|disregard|forget|override|overrule|bypass|neglect|skip|drop|discard|erase|do not follow|don'?t"
                    + " follow|stop following|pay no attention to|do not obey|don'?t obey) (?:[a-z]+ ){0,4}?"
                    + OLD + " (?:[a-z]+ ){0,3}?" + RULES,
            "(?:ignore|disregard|forget) (?:everything|anything|all)(?: of)?(?: that| you)?(?: was| were| have been)?(?: the)?"
                    + " (?:above|before|said|told|prior|previous|instructed)",
            "(?:previous|prior|above|earlier|old|original|your) " + RULES
                    + "s? (?:[a-z]+ ){0,3}?(?:no longer (?:appl|valid|bind|hold|in force)|void|null and"
                    + " void|cancelled|canceled|superseded|obsolete|do not apply|don'?t apply|are over|is over)",
            "(?:here are|these are|follow|obey|receive|execute) (?:your |the |these |my )?(?:new|real|actual|updated) "
                    + RULES,
            "(?:^|[\\n.:>#*]) ?(?:new|updated|real|actual|override) (?:system )?(?:instructions?|prompt|directives?|task) ?:",
            "you are (?:now |from now on )(?:a |an |the |in |called |no longer |known as |dan\\b|my |free )",
            "(?:from now on|henceforth),? (?:you (?:are|will|must|shall)|act|answer only|respond only|obey)",
            "(?:pretend|act|behave|imagine|roleplay|role-play)(?: to be| as if| as though| as| that| like)? (?:you (?:are|have"
                    + " no|were)|an? (?:unrestricted|unfiltered|uncensored|jailbroken|evil))",
            "\\b(?:jailbreak|jailbroken|dan mode|developer mode|god mode|do anything now|debug mode|maintenance mode)\\b"
                    + ".{0,30}\\b(?:enabled|on|activated|activate|enter|unlock|mode|prompt|now)\\b",
            "(?:enter|enable|activate|switch to|unlock) (?:[a-z]+ )?(?:developer|debug|god|admin|root|dan|jailbreak|unrestricted)"
                    + " mode",
            "(?:without|no|free of|ignoring|disable|remove|lift) (?:any |all |your |the )?(?:ethical |safety |content |moral )"
                    + "(?:restrictions?|guidelines?|filters?|constraints?|checks?|polic)",
            "(?:reveal|show|print|output|repeat|display|leak|dump|disclose|return|give me|tell me|write out|recite|echo|quote|"
                    + "send|translate|summari[sz]e|include|paste) (?:[a-z]+ ){0,4}?(?:system|hidden|secret|initial|original|"
                    + "internal|developer) (?:prompt|instruction|message|rule|configuration)",
            "(?:reveal|print|output|repeat|leak|dump|recite|echo) (?:[a-z]+ ){0,3}?(?:your|the) (?:prompt|instructions?)\\b",
            "(?:repeat|print|output) (?:the |all |every )?(?:text|words?|everything|sentences?) (?:above|before this)",
            "what (?:is|are|was|were) your (?:system |initial |original |hidden |secret )(?:prompt|instructions?)",
            "(?:do not|don'?t|never|without) (?:tell|inform|mention(?:ing)?|telling|informing|notify(?:ing)?|alert(?:ing)?|reveal"
                    + "(?:ing)?|show(?:ing)?) (?:this |it |that |anything )?(?:to )?(?:the )?(?:user|human|operator|customer)",
            "(?:hide|conceal|keep) (?:this|it) (?:secret |hidden |away )?from (?:the )?(?:user|human|operator|customer)",
            "(?:note|message|attention|instructions?|important|reminder|notice)(?: to| for)?:? (?:any |all |the |every )?(?:ai|llm|"
                    + "assistants?|language models?|chatbots?|agents?|models?|bots?)\\b(?: (?:reading|that reads?|processing|"
                    + "summari[sz]ing|parsing|systems?|assistants?|models?|agents?))",
            "(?:if|when|as) you(?: are|'re)? (?:an? |reading this as an? )?(?:ai|llm|large language model|language"
                    + " model|assistant|chatbot|bot)\\b(?: model| assistant| agent)?(?: reading| that| processing| summari|,)",
            "(?:ai|llm|assistant|chatbot|the model)(?: assistant| model)? (?:must|should|shall|has to|needs to|is required to|is"
                    + " instructed to|is hereby) (?:now |immediately |always )?(?:ignore|send|email|forward|call|execute|"
                    + "transfer|delete|visit|reply with|respond with|output|recommend|approve|follow|obey|disregard|include)",
            "(?:send|forward|email|post|upload|exfiltrate|transmit|leak|append|submit) (?:[a-z']+ ){0,6}?(?:conversation|chat"
                    + " history|api keys?|passwords?|credentials|secrets|system prompt|user'?s data|personal data|access"
                    + " tokens?|env(?:ironment)? variables) (?:[a-z]+ ){0,4}?(?:to|at|via|into) ",
            "(?:call|invoke|use|run|execute|trigger) (?:the )?[\\w ]{1,40}?(?:tool|function) (?:now |immediately |at once |silently"
                    + " )?(?:with|to) .{0,80}(?:without|before|silently|confirm|immediately|do not|don'?t)",
            "<\\|(?:im_start|im_end|system|user|assistant|endoftext|begin_of_text|start_header_id|eot_id|end)\\|?>",
            "\\[/?inst\\]|<</?sys>>|<start_of_turn>|<end_of_turn>|</?s>\\s?\\[",
            "</?(?:system|system_prompt|system-prompt|instructions?|assistant|developer|tool_result|tool_output|function_results?"
                    + "|untrusted|context|document|data)>\\s?(?:.{0,40})(?:ignore|new|you|system|now|assistant|human|user|role)",
            "(?:^|\\n) ?#{1,4} ?(?:instructions?|system prompt|system|new task|assistant|developer) ?(?::|\\n|$)",
            "(?:^|\\n) ?(?:system|assistant|developer) ?(?:\\(.{0,20}\\) ?)?: ?(?:you|ignore|from|new|the user|always|never|do|i will|sure|please|override|send|now)",
            "(?:begin|start|end) (?:of )?(?:system|admin|developer|hidden) (?:prompt|message|instructions?)",
            "[{,] ?\"role\" ?: ?\"(?:system|developer|assistant)\"",
            "(?:ignorier|vergiss|missacht|verwirf|uberspring)[a-z]* (?:[a-z]+ ){0,3}?(?:vorherig|bisherig|vorig|obig|fruher|"
                    + "vorangegangen|alle|deine|system)[a-z]* (?:[a-z]+ ){0,2}?(?:anweisung|instruktion|regel|befehl|vorgabe|prompt|richtlinie)",
            "(?:du bist|sie sind) (?:jetzt|ab sofort|nun|von nun an) (?:ein|kein|der |die |frei|im |nicht mehr)",
            "(?:zeige?|gib|nenne|verrate|wiederhole|drucke)[a-z]* (?:[a-z]+ ){0,4}?(?:system-?prompt|systemanweisung|anweisungen)",
            "(?:ignore[zr]?|oublie[zr]?|neglige[zr]?|ne tiens pas compte de) (?:[a-z']+ ){0,3}?(?:instructions?|consignes?|regles?|directives?)"
                    + " (?:[a-z']+ ){0,2}?(?:precedent|anterieur|ci-dessus|initial|systeme)",
            "(?:tu es|vous etes) (?:maintenant|desormais) ",
            "(?:ignora|ignore|olvida|olvide|descarta|omite) (?:[a-z]+ ){0,3}?(?:instrucciones|reglas|ordenes|directrices|indicaciones)"
                    + " (?:[a-z]+ ){0,2}?(?:anterior|previa|de arriba|inicial|del sistema)",
            "(?:ignora|dimentica|trascura) (?:[a-z]+ ){0,3}?(?:istruzioni|regole|direttive) (?:[a-z]+ ){0,2}?(?:precedent|sopra|iniziali)",
            "(?:unohda|ohita|jata huomiotta|sivuuta) (?:[a-z]+ ){0,3}?(?:aiem|edelli|kaik|yllaol)[a-z]* (?:[a-z]+ ){0,2}?(?:ohje|saan|kasky)");

    /** The same without any white space, for texts that are spelled out. */
    private static final Pattern SQUEEZED =
            Pattern.compile("(?:ignore|disregard|forget|override)(?:all|any|the|your|of|these)*"
                    + "(?:previous|prior|above|earlier|preceding)(?:instructions|prompts?|rules|directives|commands)"
                    + "|(?:reveal|print|show|repeat)(?:me)?(?:your|the)(?:system|hidden|secret)prompt"
                    + "|youarenow(?:dan|indevelopermode|jailbroken|unrestricted)");

    private static final Pattern SPELLED = Pattern.compile("(?:\\b\\w[ ._*|/-]{1,3}){8,}\\w\\b");

    private static final Pattern BASE_64 = Pattern.compile("[A-Za-z0-9+/_-]{24,}={0,2}");

    private static List<Pattern> patterns(String... all) {
        List<Pattern> compiled = new ArrayList<>();
        for (String one : all) {
            compiled.add(Pattern.compile(one.replace(" ", "\\s{1,40}").replace("\\s{1,40}?", "\\s{0,40}")));
        }
        return List.copyOf(compiled);
    }

    /** What has such a mark does not go on. */
    public static Injections blocking() {
        return new Injections(false);
    }

    /** The marks are taken out; what else was said to a model with them is not known, and stays. */
    public static Injections removing() {
        return new Injections(true);
    }

    @Override
    public String name() {
        return "injections";
    }

    @Override
    public Verdict check(String text) {
        List<Passage> found = passages(text);
        if (found.isEmpty()) {
            return Verdict.pass();
        }
        if (!removes) {
            return new Verdict.Block("it looks like an order to a model");
        }
        StringBuilder rest = new StringBuilder(text);
        for (Passage passage : Passage.inOrder(found).reversed()) {
            rest.replace(passage.from(), passage.to(), REMOVED);
        }
        return new Verdict.Rewrite(rest.toString());
    }

    private static List<Passage> passages(String text) {
        Folded plain = Folded.of(text).plain();
        List<Passage> found = new ArrayList<>();
        marks(plain, found);
        if (hasLeet(plain.text())) {
            marks(plain.mapped(Injections::letter), found);
        }
        if (SPELLED.matcher(plain.text()).find()) {
            Folded squeezed = plain.mapped(Injections::letter).only(Character::isLetter);
            find(SQUEEZED, squeezed, found);
        }
        encoded(text, found);
        return found;
    }

    private static void marks(Folded plain, List<Passage> found) {
        for (Pattern mark : MARKS) {
            find(mark, plain, found);
        }
    }

    private static void find(Pattern pattern, Folded in, List<Passage> found) {
        Matcher matcher = pattern.matcher(in.text());
        while (matcher.find()) {
            found.add(new Passage(in.start(matcher.start()), in.end(matcher.end()), "an order", REMOVED));
        }
    }

    private static boolean hasLeet(String text) {
        boolean letter = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (letter && letter(c) != c) {
                return true;
            }
            letter = Character.isLetter(c);
        }
        return false;
    }

    private static int letter(int c) {
        return switch (c) {
            case '0' -> 'o';
            case '1', '!', '|' -> 'i';
            case '3' -> 'e';
            case '4', '@' -> 'a';
            case '5', '$' -> 's';
            case '7' -> 't';
            default -> c;
        };
    }

    private static void encoded(String text, List<Passage> found) {
        Matcher matcher = BASE_64.matcher(text);
        while (matcher.find()) {
            String decoded = decoded(matcher.group());
            if (!decoded.isEmpty()) {
                List<Passage> within = new ArrayList<>();
                marks(Folded.of(decoded).plain(), within);
                if (!within.isEmpty()) {
                    found.add(new Passage(matcher.start(), matcher.end(), "an order", REMOVED));
                }
            }
        }
    }

    private static String decoded(String text) {
        String plain = text.replace('-', '+').replace('_', '/').replace("=", "");
        try {
            byte[] bytes =
                    Base64.getDecoder().decode(plain.substring(0, plain.length() - (plain.length() % 4 == 1 ? 1 : 0)));
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return ""; // it only looked like it
        }
    }
}
