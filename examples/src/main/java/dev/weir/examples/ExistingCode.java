package dev.weir.examples;

import dev.weir.Weir;
import java.util.List;
import org.jdbi.v3.core.Jdbi;

/** Code that is there already goes on as it is; its statements take the request path. */
public final class ExistingCode {
  private ExistingCode() {}

  static List<String> patients(Weir weir, String nameOrUrl) {
    // tag::jdbi[]
    Jdbi jdbi = Jdbi.create(weir.dataSource(nameOrUrl));
    return jdbi.inTransaction(handle -> {
      handle.execute("insert into visits values (?, ?)", 3, "Barbara");
      return handle
          .createQuery("select patient from visits where id >= :from order by id")
          .bind("from", 2)
          .mapTo(String.class)
          .list();
    });
    // end::jdbi[]
  }
}
