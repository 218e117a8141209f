package org.talkoot.core.guard.rule;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.talkoot.core.guard.Folded;
import org.talkoot.core.guard.Guardrail;
import org.talkoot.core.guard.Passage;
import org.talkoot.core.guard.Verdict;

/**
 * Links lead to these hosts, and those below them, or nowhere: in Markdown, as images and as definitions too, in HTML,
 * and as they stand in a text. A picture that is loaded as soon as an answer is shown carries what is in its address to
 * whoever owns the host, so answers that may have read something untrusted need this.
 *
 * <p>A host is what a browser takes for it: what stands before an {@code @} is none, a backslash is a slash, what
 * nobody sees and character references count, letters of other scripts are other hosts, and one that is escaped is not
 * understood and not allowed. Only http, https and mailto; other schemes, and addresses of IP numbers, never. What it
 * does not see: hosts without a scheme, {@code www.} or a path, as {@code evil.example}, which some clients make links
 * of; links that the shown page puts together; and where a host that is allowed leads on to.
 *
 * <p>It has to see the whole: an agent whose answers it guards is heard when they are complete.
 *
 * @param hosts in ASCII and lower case, as in {@code example.com}
 * @param removes whether a link to elsewhere is taken out, and what it says stays; false: the text does not go on
 */
public record Links(Set<String> hosts, boolean removes) implements Guardrail {

    private static final String REMOVED = "[link removed]";

    private static final Pattern HOST =
            Pattern.compile("[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*");

    /** {@code [text](target "title")}, with {@code !} before it or not. */
    private static final Pattern INLINE = Pattern.compile(
            "!?\\[((?:[^\\[\\]]|\\[[^\\[\\]]{0,200}\\]\\(?[^()\\[\\]]{0,400}\\)?){0,400})\\]\\(\\s*(<[^>\\n]{0,4000}>|[^\\s)]{0,4000})[^)\\n]{0,400}\\)?");

    /** {@code [id]: target}. */
    private static final Pattern DEFINITION =
            Pattern.compile("(?m)^[ >]{0,6}\\[[^\\]\\n]{1,200}\\]:\\s{0,9}(<[^>\\n]{0,4000}>|\\S{1,4000}).{0,300}$");

    private static final Pattern ATTRIBUTE = Pattern.compile(
            "(?i)\\b(?:href|src|srcset|action|formaction|poster|background|data|cite|ping|xlink:href|content)\\s{0,9}=\\s{0,9}"
                    + "(?:\"([^\"]{0,4000})\"|'([^']{0,4000})'|([^\\s>\"']{1,4000}))");

    private static final Pattern STYLE = Pattern.compile("(?i)(?:url\\(|@import)\\s{0,9}['\"]?([^'\")\\s;]{1,4000})");

    /** As it stands in a text. The first of two characters that a scheme ends with may be written in other ways. */
    private static final Pattern BARE = Pattern.compile(
            "(?i)(?<![a-z0-9+.-])(?:[a-z][a-z0-9+.-]{1,30}:[/\\\\]{1,3}|(?:javascript|data|vbscript|file|mailto|tel|sms|blob|intent):(?=\\S)|www\\.(?=[^\\s.])"
                    + "|(?<![:/\\\\\\w])[/\\\\]{2}(?=[a-z0-9-]{1,63}\\.[a-z]))[^\\s<>\"'`)\\]]{1,4000}");

    /** A host and a path. */
    private static final Pattern SCHEMELESS = Pattern.compile(
            "(?i)(?<![\\w@./\\\\:-])(?:[a-z0-9](?:[a-z0-9-]{0,61})\\.){1,5}(?:com|net|org|io|de|fi|fr|uk|eu|ru|cn|info|biz|xyz|top|app|dev|me|co|ai|sh|link|click|site|online|example|test|zip|tk)"
                    + "(?::[0-9]{1,5})?[/?#][^\\s<>\"'`)\\]]{0,4000}");

    private static final Pattern SCHEME = Pattern.compile("^([a-z][a-z0-9+.-]*):(.*)$", Pattern.DOTALL);

    private static final Pattern REFERENCE = Pattern.compile(
            "&(?:#(\\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|(colon|sol|bsol|period|Tab|NewLine|amp|commat|quot|lt|gt));?");

    public Links {
        Set<String> plain = new TreeSet<>();
        for (String host : hosts) {
            String lower = host.toLowerCase(Locale.ROOT);
            if (!HOST.matcher(lower).matches()) {
                throw new IllegalArgumentException(
                        "a host is like example.com, in ASCII, and not '%s'".formatted(host));
            }
            plain.add(lower);
        }
        hosts = Set.copyOf(plain);
    }

    /** A link to elsewhere is taken out; what it says stays. */
    public static Links only(String... hosts) {
        return new Links(Set.copyOf(Arrays.asList(hosts)), true);
    }

    /** A text with a link to elsewhere does not go on. */
    public static Links blockingAllBut(String... hosts) {
        return new Links(Set.copyOf(Arrays.asList(hosts)), false);
    }

    @Override
    public String name() {
        return "links";
    }

    @Override
    public Verdict check(String text) {
        List<Passage> found = Passage.inOrder(passages(text));
        if (found.isEmpty()) {
            return Verdict.pass();
        }
        if (!removes) {
            return new Verdict.Block("it has a link to where none may lead");
        }
        StringBuilder rest = new StringBuilder(text);
        for (Passage passage : found.reversed()) {
            rest.replace(passage.from(), passage.to(), String.valueOf(passage.instead()));
        }
        String without = rest.toString();
        // what was taken out may have held apart what makes another link
        return passages(without).isEmpty()
                ? new Verdict.Rewrite(without)
                : new Verdict.Block("it has links within links to where none may lead");
    }

    private List<Passage> passages(String text) {
        Folded folded = Folded.of(text);
        List<Passage> found = new ArrayList<>();
        Matcher inline = INLINE.matcher(folded.text());
        while (inline.find()) {
            if (!isAllowed(inline.group(2))) {
                String said = inline.group(1);
                boolean plain = said.indexOf(':') < 0 && said.indexOf('/') < 0 && said.indexOf('[') < 0;
                found.add(passage(folded, inline, plain && !said.isBlank() ? said + " " + REMOVED : REMOVED));
            }
        }
        find(DEFINITION, folded, found);
        find(ATTRIBUTE, folded, found);
        find(STYLE, folded, found);
        find(BARE, folded, found);
        find(SCHEMELESS, folded, found);
        return found;
    }

    private void find(Pattern pattern, Folded folded, List<Passage> found) {
        Matcher matcher = pattern.matcher(folded.text());
        while (matcher.find()) {
            String target = matcher.group();
            for (int group = 1; group <= matcher.groupCount(); group++) {
                target = matcher.group(group) == null ? target : matcher.group(group);
            }
            boolean schemeless = pattern == SCHEMELESS;
            if (!isAllowed(schemeless ? "//" + target : target)) {
                found.add(passage(folded, matcher, REMOVED));
            }
        }
    }

    private static Passage passage(Folded folded, Matcher matcher, String instead) {
        return new Passage(folded.start(matcher.start()), folded.end(matcher.end()), "a link", instead);
    }

    /** Where a browser would go. A list of pictures has several. */
    private boolean isAllowed(String written) {
        String target = unreferenced(written).replaceAll("[\\t\\n\\r]", "").strip();
        if (target.startsWith("<") && target.endsWith(">")) {
            target = target.substring(1, target.length() - 1).strip();
        }
        if (target.contains(", ")) {
            return Arrays.stream(target.split(", ")).allMatch(this::isAllowed);
        }
        String lower = target.toLowerCase(Locale.ROOT).replace('\\', '/');
        if (lower.startsWith("www.")) {
            return isAllowedHost(lower);
        }
        Matcher scheme = SCHEME.matcher(lower);
        if (scheme.matches()) {
            return switch (scheme.group(1)) {
                case "http", "https" -> isAllowedHost(scheme.group(2).replaceFirst("^/*", ""));
                case "mailto" -> true;
                default -> !isScheme(scheme.group(1));
            };
        }
        return !lower.startsWith("//") || isAllowedHost(lower.replaceFirst("^/*", ""));
    }

    /** {@code localhost:8080} and {@code note: this} are no addresses that lead elsewhere. */
    private static boolean isScheme(String word) {
        return !word.contains(".") && word.length() > 1;
    }

    private boolean isAllowedHost(String rest) {
        String authority = rest.split("[/?#]", 2)[0];
        String place = authority.substring(authority.lastIndexOf('@') + 1);
        String host = place.replaceFirst(":(?:80|443)?$", "");
        String plain = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
        if (authority.contains("@") || !HOST.matcher(plain).matches()) {
            return false;
        }
        return hosts.stream().anyMatch(allowed -> plain.equals(allowed) || plain.endsWith("." + allowed));
    }

    private static String unreferenced(String text) {
        if (text.indexOf('&') < 0) {
            return text;
        }
        return REFERENCE
                .matcher(text)
                .replaceAll(
                        match -> Matcher.quoteReplacement(character(match.group(1), match.group(2), match.group(3))));
    }

    private static String character(String decimal, String hex, String name) {
        if (name != null) {
            return switch (name) {
                case "colon" -> ":";
                case "sol" -> "/";
                case "bsol" -> "\\";
                case "period" -> ".";
                case "commat" -> "@";
                case "Tab", "NewLine" -> "";
                default -> "&";
            };
        }
        int point = decimal != null ? Integer.parseInt(decimal) : Integer.parseInt(hex, 16);
        return Character.isValidCodePoint(point) ? Character.toString(point) : "";
    }
}
