package org.talkoot.gateway.node;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.talkoot.cluster.NodeConfig;

/** The files of {@code deploy/}, and what a node makes of the settings in them. */
final class DeployFiles {

    static final Path ROOT = Path.of("../deploy");

    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
    private static final Pattern FROM_ENVIRONMENT = Pattern.compile("\\$\\{\\?([A-Z][A-Z0-9_]*)}");

    private DeployFiles() {}

    static String text(String file) {
        try {
            return Files.readString(ROOT.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The documents of a file. */
    static List<JsonNode> yaml(String file) {
        try (MappingIterator<JsonNode> documents =
                YAML.readerFor(JsonNode.class).readValues(text(file))) {
            return documents.readAll();
        } catch (IOException e) {
            throw new UncheckedIOException(file, e);
        }
    }

    /** Names of the files of a folder that end so, in order. */
    static List<String> names(String folder, String suffix) {
        try (Stream<Path> files = Files.list(ROOT.resolve(folder))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(suffix))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The environment variables that anybody's reference.conf reads. */
    static Set<String> environment() {
        Set<String> names = new TreeSet<>();
        try {
            for (URL reference :
                    Collections.list(DeployFiles.class.getClassLoader().getResources("reference.conf"))) {
                try (var in = reference.openStream()) {
                    FROM_ENVIRONMENT
                            .matcher(new String(in.readAllBytes(), StandardCharsets.UTF_8))
                            .results()
                            .forEach(found -> names.add(found.group(1)));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return names;
    }

    /**
     * What a node reads that is started with this file and this environment. Unknown names stop it, as they stop a
     * node.
     */
    static Config config(String file, Map<String, String> environment) {
        // Where a configuration has a name itself, it does not ask the process for it.
        Config config =
                NodeConfig.load(ConfigFactory.parseString(file).withFallback(ConfigFactory.parseMap(environment)));
        SettingNames.requireKnown(config);
        return config;
    }

    static NodeSettings settings(String file, Map<String, String> environment) {
        return NodeSettings.from(config(file, environment));
    }
}
