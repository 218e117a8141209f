package org.talkoot.eval.node;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import org.talkoot.eval.suite.Suite;
import org.talkoot.eval.suite.SuiteException;
import org.talkoot.gateway.node.Talkoot;

/** Finds the application that a suite is about: what {@code static Talkoot application()} of a class gives. */
public final class Application {

    private static final String METHOD = "application";

    private Application() {}

    /**
     * Makes it anew.
     *
     * @throws SuiteException when there is none, and what to write
     */
    public static Talkoot named(Suite.Named application) {
        try {
            Method method = Class.forName(application.name()).getDeclaredMethod(METHOD);
            if (!Modifier.isStatic(method.getModifiers()) || !Talkoot.class.isAssignableFrom(method.getReturnType())) {
                throw none(application);
            }
            method.setAccessible(true);
            return (Talkoot) method.invoke(null);
        } catch (ClassNotFoundException e) {
            throw SuiteException.at(
                    application.at(), "there is no class %s on the class path".formatted(application.name()));
        } catch (NoSuchMethodException | IllegalAccessException e) {
            throw none(application);
        } catch (InvocationTargetException e) {
            throw SuiteException.at(
                    application.at(),
                    "%s.application() failed: %s".formatted(application.name(), e.getTargetException()));
        }
    }

    private static SuiteException none(Suite.Named application) {
        return SuiteException.at(
                application.at(),
                "%s has no 'static Talkoot application()', which says what is evaluated".formatted(application.name()));
    }
}
