package org.talkoot.node;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.util.DefaultJoranConfigurator;
import ch.qos.logback.core.joran.spi.JoranException;
import ch.qos.logback.core.spi.ContextAwareBase;
import java.net.URL;
import java.util.Objects;

/**
 * How an application logs that does not say how: {@code quiet-log.xml}. An application's own {@code logback.xml} or
 * {@code logback-test.xml} replaces it as a whole. Without either, Logback would print everything down to DEBUG.
 */
public final class QuietLog extends ContextAwareBase implements Configurator {

    /** For Logback, which finds it as a service. */
    public QuietLog() {}

    /** Logback asks services before it looks for files, so the look for files is done here. */
    @Override
    public ExecutionStatus configure(LoggerContext context) {
        DefaultJoranConfigurator files = new DefaultJoranConfigurator();
        files.setContext(context);
        return files.configure(context) == ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY
                ? ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY
                : configureQuietly(context);
    }

    private ExecutionStatus configureQuietly(LoggerContext context) {
        URL file = Objects.requireNonNull(QuietLog.class.getResource("quiet-log.xml"));
        JoranConfigurator reader = new JoranConfigurator();
        reader.setContext(context);
        try {
            reader.doConfigure(file);
            return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
        } catch (JoranException e) {
            addError("cannot read " + file, e);
            return ExecutionStatus.INVOKE_NEXT_IF_ANY;
        }
    }
}
