package dev.weir.testing.stores;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Base64;
import java.util.UUID;

/**
 * A service account of {@link GoogleFake}: it signs in as Google's client does, with an assertion
 * that is signed by its key (RFC 7523), and gets a token for it.
 */
public final class GoogleAccount {
  static final String SIGN_IN = "/token";

  private final URI server;
  private final KeyPair keys = keys();
  private final String token = UUID.randomUUID().toString();

  GoogleAccount(URI server) {
    this.server = server;
  }

  private static KeyPair keys() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The JSON file that Google gives for a key. */
  public String file() {
    return file(keys);
  }

  /** The file of a key that the account does not have any more. */
  public String fileOfAnOldKey() {
    return file(keys());
  }

  private String file(KeyPair of) {
    String key =
        Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(of.getPrivate().getEncoded());
    return """
    {"type": "service_account", "project_id": "weir", "private_key_id": "1", "client_id": "1",
     "client_email": "weir@weir.iam.gserviceaccount.com", "token_uri": "%s%s",
     "private_key": "-----BEGIN PRIVATE KEY-----\\n%s\\n-----END PRIVATE KEY-----\\n"}
    """
        .formatted(server, SIGN_IN, key.replace("\n", "\\n"));
  }

  /** Whether an assertion was signed by the account's key. */
  boolean signed(String assertion) {
    int end = assertion.lastIndexOf('.');
    try {
      Signature signature = Signature.getInstance("SHA256withRSA");
      signature.initVerify(keys.getPublic());
      signature.update(assertion.substring(0, Math.max(0, end)).getBytes(StandardCharsets.UTF_8));
      return signature.verify(Base64.getUrlDecoder().decode(assertion.substring(end + 1)));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      return false;
    }
  }

  String token() {
    return "{\"access_token\": \""
        + token
        + "\", \"expires_in\": 3600, \"token_type\": \"Bearer\"}";
  }

  boolean gave(String authorization) {
    return authorization.equals("Bearer " + token);
  }
}
