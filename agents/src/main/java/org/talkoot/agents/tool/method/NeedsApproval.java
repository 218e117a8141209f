package org.talkoot.agents.tool.method;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * People agree to every call of a tool method before it begins, whatever agent makes it. What depends on the arguments
 * is said by {@link AnnotatedTools#approving}, or by the agent.
 *
 * @see org.talkoot.core.approval.ApprovalTerms
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface NeedsApproval {

    /** How many different people. */
    int by() default 1;

    /** Whoever has one of these roles may decide. */
    String[] roles() default {};

    /** And these users may; no roles and no users: everybody of the tenant. */
    String[] users() default {};

    /** Whether the one on whose behalf the call is made may agree to it. */
    boolean requesterToo() default false;

    /** How long is waited for them, as ISO 8601 has it. */
    String within() default "PT8H";

    /** After how long they are told again, and each time after that; empty: never. */
    String reminding() default "";

    /** After how long {@link #escalatingTo} may decide as well; empty: never. */
    String escalatingAfter() default "";

    /** Roles. */
    String[] escalatingTo() default {};
}
