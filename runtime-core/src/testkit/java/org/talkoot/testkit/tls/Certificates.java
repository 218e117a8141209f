package org.talkoot.testkit.tls;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * Keys (RSA, 2,048 bits) and certificates (for two days) in a folder, by the JDK's keytool: each as two files of PEM,
 * those that sign themselves as a key store too. Which names they are for is said as keytool hears it:
 * {@code dns:localhost}, {@code ip:127.0.0.1}. For one thread.
 */
public final class Certificates {

    /** Of each key store, and of each key in it. */
    public static final String PASSWORD = "changeit";

    private static final String AUTHORITY = "authority";

    private final Path directory;

    private Certificates(Path directory) {
        this.directory = directory;
    }

    /** None yet; the folder is made if it is not there. */
    public static Certificates in(Path directory) {
        try {
            return new Certificates(Files.createDirectories(directory).toAbsolutePath());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One that is its own authority. */
    public Certificates selfSigned(String name, String... subjects) {
        make(name, name, subjects, "-ext", "bc:c");
        return this;
    }

    /** One that the authority of this folder signs, which is made with the first. */
    public Certificates signed(String name, String... subjects) {
        if (!Files.exists(store(AUTHORITY))) {
            selfSigned(AUTHORITY, "dns:" + AUTHORITY);
        }
        make(AUTHORITY, name, subjects, "-signer", AUTHORITY);
        return this;
    }

    /** Whom those trust who trust {@link #signed} certificates. */
    public Path authority() {
        return certificate(AUTHORITY);
    }

    public Path certificate(String name) {
        return directory.resolve(name + ".crt");
    }

    public Path key(String name) {
        return directory.resolve(name + ".key");
    }

    /** PKCS #12, of one that has signed itself. */
    public Path store(String name) {
        return directory.resolve(name + ".p12");
    }

    private void make(String store, String name, String[] subjects, String... more) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair"));
        command.addAll(List.of("-keyalg", "RSA", "-keysize", "2048", "-validity", "2", "-storetype", "PKCS12"));
        command.addAll(List.of("-keystore", store(store).toString(), "-storepass", PASSWORD));
        command.addAll(List.of("-alias", name, "-dname", "CN=" + name, "-ext", "san=" + String.join(",", subjects)));
        command.addAll(List.of(more));
        try {
            run(command);
            KeyStore opened = opened(store);
            write(certificate(name), "CERTIFICATE", opened.getCertificate(name).getEncoded());
            write(
                    key(name),
                    "PRIVATE KEY",
                    opened.getKey(name, PASSWORD.toCharArray()).getEncoded());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private void run(List<String> command) throws IOException {
        Path log = directory.resolve("keytool.log");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            if (process.waitFor() != 0) {
                throw new IllegalStateException(Files.readString(log));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private KeyStore opened(String store) throws GeneralSecurityException, IOException {
        KeyStore opened = KeyStore.getInstance("PKCS12");
        try (InputStream bytes = Files.newInputStream(store(store))) {
            opened.load(bytes, PASSWORD.toCharArray());
        }
        return opened;
    }

    private static void write(Path file, String what, byte[] encoded) throws IOException {
        String lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(encoded);
        Files.writeString(file, "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n".formatted(what, lines));
    }
}
