package dev.weir.backup.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class VersionTest {
  @Test
  void programs_and_servers_tell_their_versions_in_many_ways() {
    assertThat(
            Version.ofProgram(
                "mariadb-dump  Ver 10.19 Distrib 10.11.19-MariaDB, for debian-linux-gnu (x86_64)"))
        .isEqualTo(new Version(true, 10, 11, "10.11.19"));
    assertThat(
            Version.ofProgram(
                "mariadb-dump from 11.4.5-MariaDB, client 10.19 for linux-systemd (x86_64)"))
        .isEqualTo(new Version(true, 11, 4, "11.4.5"));
    assertThat(Version.ofProgram("mysqldump  Ver 8.0.36 for Linux on x86_64 (MySQL Community)"))
        .isEqualTo(new Version(false, 8, 0, "8.0.36"));
    assertThat(Version.ofServer("10.11.19-MariaDB-0+deb12u1-log"))
        .isEqualTo(new Version(true, 10, 11, "10.11.19"));
  }

  @Test
  void only_versions_of_one_family_are_compared() {
    Version mariadb = Version.ofServer("10.11.19-MariaDB");

    assertThat(mariadb.olderThan(Version.ofServer("11.4.5-MariaDB"))).isTrue();
    assertThat(mariadb.olderThan(Version.ofServer("10.11.20-MariaDB"))).isFalse();
    assertThat(Version.ofServer("8.0.15").olderThan(mariadb)).isFalse();
  }
}
