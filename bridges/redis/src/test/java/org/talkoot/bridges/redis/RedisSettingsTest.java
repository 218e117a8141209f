package org.talkoot.bridges.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.talkoot.bridges.wire.WireFormat;

final class RedisSettingsTest {

    @Test
    void hasDefaultsForAllButTheAddress() {
        RedisSettings settings = settings("");

        assertThat(settings.isEnabled()).isFalse();
        assertThat(settings.server())
                .isEqualTo(new ServerSettings("", "", "", ServerSettings.Tls.STANDARD, Duration.ofSeconds(5)));
        assertThat(settings.source())
                .isEqualTo(new RedisSettings.In(
                        List.of("agent-tasks"), "talkoot", 256, Duration.ofSeconds(2), Duration.ofSeconds(30)));
        assertThat(settings.sink()).isEqualTo(new RedisSettings.Out("redis", WireFormat.JSON, 900_000));
        assertThat(settings.trimEvery()).isEqualTo(Duration.ofMinutes(1));
        assertThat(settings.streams())
                .containsExactly(
                        stream("agent-dlq", List.of(), Duration.ofDays(30)),
                        stream("agent-events", List.of(), Duration.ofDays(7)),
                        stream("agent-results", List.of(), Duration.ofDays(7)),
                        stream("agent-tasks", List.of("talkoot"), Duration.ofDays(7)));
    }

    @Test
    void readsEveryKey(@TempDir Path directory) throws IOException {
        String file = Files.createFile(directory.resolve("some.pem")).toString();
        RedisSettings settings = settings("""
                        talkoot.redis {
                          url = "rediss://r.internal:6380/3"
                          user = u, password = p, patience = 9s, trim-every = 7s
                          tls { trust = "%1$s", certificate = "%1$s", key = "%1$s", verify = authority }
                          source { streams = [x, y], group = g, max-in-flight = 512, block = 1s, renew-every = 8s }
                          sink { name = s, wire-format = cloudevents-binary, max-event-bytes = 5000 }
                          streams {
                            x {}
                            "a.b" { groups = [h, g], max-length = 5, max-age = infinite, trim-unacknowledged = true }
                          }
                        }
                        """.formatted(file));

        assertThat(settings.isEnabled()).isTrue();
        assertThat(settings.server())
                .isEqualTo(new ServerSettings(
                        "rediss://r.internal:6380/3",
                        "u",
                        "p",
                        new ServerSettings.Tls(file, file, file, true),
                        Duration.ofSeconds(9)));
        assertThat(settings.source())
                .isEqualTo(new RedisSettings.In(
                        List.of("x", "y"), "g", 512, Duration.ofSeconds(1), Duration.ofSeconds(8)));
        assertThat(settings.sink()).isEqualTo(new RedisSettings.Out("s", WireFormat.CLOUDEVENTS_BINARY, 5_000));
        assertThat(settings.trimEvery()).isEqualTo(Duration.ofSeconds(7));
        assertThat(settings.streams())
                .contains(
                        new StreamSpec("a.b", List.of("h", "g"), OptionalLong.of(5), Optional.empty(), true),
                        stream("x", List.of("g"), Duration.ofDays(7)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "redis://localhost",
                "redis://localhost:6379",
                "redis://:secret@10.0.0.7:6379/12",
                "rediss://user:se%40cret@[::1]:6379",
            })
    void knowsAnAddress(String url) {
        assertThat(settings("talkoot.redis.url = \"%s\"".formatted(url)).isEnabled())
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "url = \"localhost:6379\" | talkoot.redis.url must be redis://HOST:PORT",
                "url = \"redis://a:b:c\" | talkoot.redis.url must be redis://HOST:PORT",
                "url = \"redis-sentinel://a\" | talkoot.redis.url must be redis://HOST:PORT",
                "user = u | talkoot.redis.user has no talkoot.redis.password",
                "{ url = \"redis://u:p@h\", password = q } | say it once",
                "{ url = \"redis://h\", tls.verify = authority } | does not begin with rediss://",
                "tls.verify = none | talkoot.redis.tls.verify must be full or authority, not 'none'",
                "tls.key = /etc/hostname | certificate and key belong together",
                "tls.trust = /not/there | talkoot.redis.tls.trust: there is no file to be read at /not/there",
                "patience = 0s | talkoot.redis.patience must be at least a millisecond",
                "trim-every = 0s | talkoot.redis.trim-every must be at least a millisecond",
                "source.block = 0s | talkoot.redis.source.block must be at least a millisecond",
                "source.renew-every = 0s | talkoot.redis.source.renew-every must be at least a millisecond",
                "source.max-in-flight = 513 | talkoot.redis.source.max-in-flight must be 1 to 512",
                "source.group = \"\" | talkoot.redis.source: group and streams must have names",
                "source.streams = [a, a] | talkoot.redis.source.streams names a stream twice",
                "sink.name = \"Sink 1\" | talkoot.redis.sink.name must be in kebab-case, not 'Sink 1'",
                "sink.max-event-bytes = 1 | talkoot.redis.sink.max-event-bytes must be at least 4096",
                "sink.wire-format = xml | cloudevents-binary",
                "streams.s.max-length = 0 | talkoot.redis.streams.s: max-length must be at least 1, or unlimited",
                "streams.s.max-age = 0s | talkoot.redis.streams.s: max-age must be longer than nothing, or infinite",
            })
    void refusesWhatCannotBe(String setting, String sentence) {
        String all = setting.startsWith("{") ? "talkoot.redis " + setting : "talkoot.redis." + setting;

        assertThatIllegalArgumentException()
                .isThrownBy(() -> settings(all))
                .withMessageContaining(sentence)
                .withMessageNotContaining("\n");
    }

    @Test
    void saysNoSecretAloud() {
        RedisSettings settings = settings("talkoot.redis { url = \"redis://user:hush@h\" }");

        assertThat(settings.toString()).doesNotContain("hush");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> settings("talkoot.redis.url = \"redis://user:hush@a:b:c\""))
                .withMessageNotContaining("hush");
    }

    private static StreamSpec stream(String name, List<String> groups, Duration age) {
        return new StreamSpec(name, groups, OptionalLong.empty(), Optional.of(age), false);
    }

    private static RedisSettings settings(String overrides) {
        Config config = ConfigFactory.parseString(overrides)
                .withFallback(ConfigFactory.defaultReference())
                .resolve();
        return RedisSettings.from(config);
    }
}
