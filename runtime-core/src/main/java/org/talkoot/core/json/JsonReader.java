package org.talkoot.core.json;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.Supplier;

/** Reads one text, once. */
final class JsonReader {

    /** What no honest writer goes beyond; each level is a frame of the stack. */
    private static final int DEEPEST = 64;

    /** Digits of a number, and of its exponent: what it stands for has to fit into memory. */
    private static final int LONGEST_NUMBER = 1_000;

    private static final int LONGEST_EXPONENT = 4;

    private static final char END = '\uFFFF';

    private final String text;
    private int at;
    private int depth;

    JsonReader(String text) {
        this.text = text;
    }

    Json whole() {
        Json value = value();
        if (peek() != END || at < text.length()) {
            throw wrong("there is more after the value");
        }
        return value;
    }

    /** The next character that is not white space. */
    private char peek() {
        while (at < text.length() && " \t\n\r".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        return at < text.length() ? text.charAt(at) : END;
    }

    private Json value() {
        return switch (peek()) {
            case '{' -> deeper(this::object);
            case '[' -> deeper(this::array);
            case '"' -> new Json.Text(string());
            case 't' -> word("true", new Json.Bool(true));
            case 'f' -> word("false", new Json.Bool(false));
            case 'n' -> word("null", new Json.Null());
            case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> number();
            default -> throw wrong(at == text.length() ? "it breaks off" : "this is no JSON value");
        };
    }

    private Json deeper(Supplier<Json> content) {
        if (++depth > DEEPEST) {
            throw wrong("there are more than %d levels".formatted(DEEPEST));
        }
        at++;
        Json value = content.get();
        depth--;
        return value;
    }

    private Json object() {
        SequencedMap<String, Json> fields = new LinkedHashMap<>();
        if (closes('}')) {
            return new Json.Obj(fields);
        }
        do {
            if (peek() != '"') {
                throw wrong("a name is missing");
            }
            int begin = at;
            String name = string();
            expect(':');
            if (fields.putIfAbsent(name, value()) != null) {
                at = begin;
                throw wrong("the name '%s' is there twice".formatted(name));
            }
        } while (goesOn('}'));
        return new Json.Obj(fields);
    }

    private Json array() {
        List<Json> items = new ArrayList<>();
        if (closes(']')) {
            return new Json.Arr(items);
        }
        do {
            items.add(value());
        } while (goesOn(']'));
        return new Json.Arr(items);
    }

    private boolean closes(char end) {
        boolean closes = peek() == end;
        at += closes ? 1 : 0;
        return closes;
    }

    private boolean goesOn(char end) {
        if (closes(end)) {
            return false;
        }
        expect(',');
        return true;
    }

    private void expect(char wanted) {
        if (!closes(wanted)) {
            throw wrong(at == text.length() ? "it breaks off" : "a '%s' is missing".formatted(wanted));
        }
    }

    private Json word(String word, Json value) {
        if (!text.startsWith(word, at)) {
            throw wrong("this is no JSON value");
        }
        at += word.length();
        return value;
    }

    private Json number() {
        int begin = at;
        at += text.charAt(at) == '-' ? 1 : 0;
        int leading = at;
        int whole = digits();
        if (whole > 1 && text.charAt(leading) == '0') {
            throw wrong("a number begins with 0");
        }
        if (is('.')) {
            digits();
        }
        int exponent = 0;
        if (is('e') || is('E')) {
            if (!is('-')) {
                is('+');
            }
            exponent = digits();
        }
        if (at - begin > LONGEST_NUMBER || exponent > LONGEST_EXPONENT) {
            throw wrong("a number is too long");
        }
        return new Json.Num(text.substring(begin, at));
    }

    private boolean is(char wanted) {
        boolean is = at < text.length() && text.charAt(at) == wanted;
        at += is ? 1 : 0;
        return is;
    }

    /** How many of them there were; at least one. */
    private int digits() {
        int begin = at;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        if (at == begin) {
            throw wrong("a digit is missing");
        }
        return at - begin;
    }

    private String string() {
        StringBuilder value = new StringBuilder();
        at++;
        while (true) {
            if (at >= text.length()) {
                throw wrong("a string is not closed");
            }
            char c = text.charAt(at++);
            switch (c) {
                case '"' -> {
                    return value.toString();
                }
                case '\\' -> value.append(escaped());
                default -> {
                    if (c < ' ') {
                        throw wrong("a string has a control character");
                    }
                    value.append(c);
                }
            }
        }
    }

    private char escaped() {
        char c = at < text.length() ? text.charAt(at++) : END;
        return switch (c) {
            case '"', '\\', '/' -> c;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> unicode();
            default -> throw wrong("a string has an unknown escape");
        };
    }

    private char unicode() {
        int value = 0;
        for (int i = 0; i < 4; i++) {
            int digit = at < text.length() ? Character.digit(text.charAt(at), 16) : -1;
            if (digit < 0 || text.charAt(at) > 'f') {
                throw wrong("a string has an unknown escape");
            }
            value = value * 16 + digit;
            at++;
        }
        return (char) value;
    }

    private JsonSyntaxException wrong(String what) {
        return new JsonSyntaxException(what, at);
    }
}
