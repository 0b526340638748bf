package dev.weir.server.boot;

import dev.weir.Home;
import java.net.InetAddress;
import java.net.UnknownHostException;

/** What tells this server from others that share the store: its machine and its home. */
public final class NodeName {
  private NodeName() {}

  public static String of(Home home) {
    return host() + ":" + home.folder();
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException unnamed) {
      return "localhost";
    }
  }
}
