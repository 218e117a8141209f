package org.talkoot.core.schema;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** How many characters a text has, or how many elements a list or a map: {@code @Size(max = 3) List<String> tags}. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE_USE)
public @interface Size {

    int min() default 0;

    int max() default Integer.MAX_VALUE;
}
