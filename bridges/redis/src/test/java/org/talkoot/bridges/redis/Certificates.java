package org.talkoot.bridges.redis;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;

/** A key and a certificate of its own for {@code localhost}, by the JDK's keytool, as PEM files in a folder. */
record Certificates(Path directory) {

    private static final String PASSWORD = "changeit";

    static Certificates in(Path directory) throws Exception {
        Certificates made = new Certificates(Files.createDirectories(directory));
        made.keytool();
        KeyStore store = made.opened();
        made.write(made.certificate(), "CERTIFICATE", store.getCertificate("it").getEncoded());
        made.write(
                made.key(),
                "PRIVATE KEY",
                store.getKey("it", PASSWORD.toCharArray()).getEncoded());
        return made;
    }

    String certificate() {
        return directory.resolve("it.crt").toString();
    }

    String key() {
        return directory.resolve("it.key").toString();
    }

    private Path store() {
        return directory.resolve("store.p12");
    }

    private void keytool() throws IOException, InterruptedException {
        String program =
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        Path log = directory.resolve("keytool.log");
        List<String> key = List.of(program, "-genkeypair", "-keyalg", "EC", "-validity", "2", "-alias", "it");
        List<String> name = List.of("-dname", "CN=it", "-ext", "san=dns:localhost", "-ext", "bc:c");
        List<String> file = List.of("-keystore", store().toString(), "-storepass", PASSWORD);
        List<String> command = Stream.of(key, name, file).flatMap(List::stream).toList();
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        if (process.waitFor() != 0) {
            throw new IllegalStateException(Files.readString(log));
        }
    }

    private KeyStore opened() throws GeneralSecurityException, IOException {
        KeyStore opened = KeyStore.getInstance("PKCS12");
        try (InputStream bytes = Files.newInputStream(store())) {
            opened.load(bytes, PASSWORD.toCharArray());
        }
        return opened;
    }

    private void write(String file, String what, byte[] bytes) throws IOException {
        String lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes);
        Files.writeString(Path.of(file), "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(what, lines, what));
    }
}
