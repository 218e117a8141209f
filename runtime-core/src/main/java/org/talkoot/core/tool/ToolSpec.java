package org.talkoot.core.tool;

import java.util.regex.Pattern;
import org.talkoot.core.Hash;

/** What a model is told of a tool, and what the runtime must know to run it safely. */
public record ToolSpec(String name, String description, ToolInput input, SideEffect sideEffect, ToolPolicy policy) {

    private static final int FINGERPRINT_DIGITS = 24;

    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_-]{0,63}");

    public ToolSpec {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "a tool name has 1 to 64 of A-Z a-z 0-9 _ - and does not begin with a digit: " + name);
        }
    }

    /** A short name for exactly this specification: what people agree to a call of is bound to it. */
    public String fingerprint() {
        return Hash.of(toString(), FINGERPRINT_DIGITS);
    }

    public static ToolSpec of(String name, String description, ToolInput input, SideEffect sideEffect) {
        return new ToolSpec(name, description, input, sideEffect, ToolPolicy.DEFAULT);
    }
}
