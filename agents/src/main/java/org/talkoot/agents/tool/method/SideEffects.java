package org.talkoot.agents.tool.method;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.talkoot.core.tool.SideEffect;

/**
 * What a tool method does to the world. A tool method without it is taken to be {@code AT_MOST_ONCE}, which is always
 * safe and never convenient.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface SideEffects {

    SideEffect value();

    /** How long one attempt may take. */
    int timeoutSeconds() default 30;

    /** Attempts after retryable failures. */
    int maxAttempts() default 3;

    /** Calls that may run at once on one node. */
    int maxConcurrent() default 64;

    /** Characters of a result that are kept. */
    int maxResultLength() default 16_000;
}
