package org.talkoot.bridges.rabbitmq;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** An authority that gives certificates, with the JDK's keytool. Leaves PEM files in its folder. */
final class Authority {

    private static final String PASSWORD = "changeit";

    private final Path directory;
    private final Path store;

    Authority(Path directory) {
        this.directory = directory.toAbsolutePath();
        this.store = this.directory.resolve("store.p12");
        keytool("-alias", "ca", "-dname", "CN=authority", "-ext", "bc:c");
        write("ca.crt", "CERTIFICATE", certificate("ca"));
    }

    Path certificateOfItself() {
        return directory.resolve("ca.crt");
    }

    /** {@code name.crt} and {@code name.key}. */
    Authority certify(String name) {
        keytool("-alias", name, "-dname", "CN=" + name, "-signer", "ca", "-ext", "san=dns:" + name);
        write(name + ".crt", "CERTIFICATE", certificate(name));
        write(name + ".key", "PRIVATE KEY", key(name));
        return this;
    }

    Path certificateOf(String name) {
        return directory.resolve(name + ".crt");
    }

    Path keyOf(String name) {
        return directory.resolve(name + ".key");
    }

    private void keytool(String... options) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair"));
        command.addAll(List.of("-keyalg", "RSA", "-keysize", "2048", "-validity", "2", "-storetype", "PKCS12"));
        command.addAll(List.of("-keystore", store.toString(), "-storepass", PASSWORD));
        command.addAll(List.of(options));
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(directory.resolve("keytool.log").toFile())
                    .start();
            if (process.waitFor() != 0) {
                throw new IllegalStateException(Files.readString(directory.resolve("keytool.log")));
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private byte[] certificate(String name) {
        try {
            return opened().getCertificate(name).getEncoded();
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private byte[] key(String name) {
        try {
            return opened().getKey(name, PASSWORD.toCharArray()).getEncoded();
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private KeyStore opened() throws GeneralSecurityException, IOException {
        KeyStore opened = KeyStore.getInstance("PKCS12");
        try (InputStream bytes = Files.newInputStream(store)) {
            opened.load(bytes, PASSWORD.toCharArray());
        }
        return opened;
    }

    private void write(String file, String what, byte[] bytes) {
        String lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes);
        try {
            Files.writeString(
                    directory.resolve(file), "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(what, lines, what));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
