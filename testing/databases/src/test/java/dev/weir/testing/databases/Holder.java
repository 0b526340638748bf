package dev.weir.testing.databases;

/** A program that starts a server, tells its process id, and then waits to be killed. */
final class Holder {
  private Holder() {}

  public static void main(String[] arguments) throws InterruptedException {
    DatabaseServer server = arguments[0].equals("redis") ? Servers.redis() : Servers.postgresql15();
    System.out.println(server.pid() + " " + server.dataDirectory());
    Thread.sleep(Long.MAX_VALUE);
  }
}
