package dev.weir.connector.jdbc;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;

/**
 * A client's certificate and unencrypted private key (PKCS #8, or PKCS #1 for RSA) from PEM files;
 * the key may be PKCS #8 in DER too, as PostgreSQL's JDBC driver has long wanted it.
 */
public final class PemKeys {
  private static final Pattern KEY =
      Pattern.compile("-----BEGIN (RSA )?PRIVATE KEY-----([^-]+)-----END");

  /** Version 0 and the algorithm rsaEncryption, as PKCS #8 puts them before a PKCS #1 key. */
  private static final byte[] RSA = HexFormat.of().parseHex("020100300d06092a864886f70d0101010500");

  /** The tag that every key in DER begins with. */
  private static final byte SEQUENCE = 0x30;

  private PemKeys() {}

  /**
   * Reads what a client shows.
   *
   * @param certificate a PEM file with the certificate and those of the authorities between
   * @param key the file of its private key
   */
  public static KeyManager[] read(String certificate, String key)
      throws IOException, GeneralSecurityException {
    Certificate[] chain;
    try (InputStream in = Files.newInputStream(Path.of(certificate))) {
      chain =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(in)
              .toArray(Certificate[]::new);
    }
    char[] password = UUID.randomUUID().toString().toCharArray();
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry("client", privateKey(Files.readAllBytes(Path.of(key))), password, chain);
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(store, password);
    return factory.getKeyManagers();
  }

  private static PrivateKey privateKey(byte[] file) throws GeneralSecurityException {
    PKCS8EncodedKeySpec key =
        new PKCS8EncodedKeySpec(file.length > 0 && file[0] == SEQUENCE ? file : decoded(file));
    for (String algorithm : new String[] {"RSA", "EC", "EdDSA"}) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(key);
      } catch (InvalidKeySpecException e) {
        // of another algorithm
      }
    }
    throw new InvalidKeySpecException("the private key is of none of RSA, EC and EdDSA");
  }

  private static byte[] decoded(byte[] pem) throws InvalidKeySpecException {
    Matcher matcher = KEY.matcher(new String(pem, StandardCharsets.ISO_8859_1));
    if (!matcher.find()) {
      throw new InvalidKeySpecException(
          "the file holds no unencrypted private key; convert it with openssl pkcs8 -topk8 -nocrypt");
    }
    byte[] encoded = Base64.getMimeDecoder().decode(matcher.group(2).strip());
    return matcher.group(1) == null ? encoded : wrapped(encoded);
  }

  private static byte[] wrapped(byte[] rsa) {
    byte[] octets = der(0x04, rsa);
    byte[] content = new byte[RSA.length + octets.length];
    System.arraycopy(RSA, 0, content, 0, RSA.length);
    System.arraycopy(octets, 0, content, RSA.length, octets.length);
    return der(SEQUENCE, content);
  }

  private static byte[] der(int tag, byte[] content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(tag);
    out.write(0x82);
    out.write(content.length >> 8);
    out.write(content.length);
    out.writeBytes(content);
    return out.toByteArray();
  }
}
