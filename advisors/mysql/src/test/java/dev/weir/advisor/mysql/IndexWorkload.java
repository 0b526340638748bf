package dev.weir.advisor.mysql;

import dev.weir.spi.advise.Sample;
import java.util.Arrays;
import java.util.List;

/**
 * Statements whose best indexes are known.
 *
 * @param best one for each index, any of which ways to write it separated by {@code |}; empty where
 *     no index is worth it
 */
record IndexWorkload(String name, List<Sample> statements, List<String> best) {
  private static IndexWorkload of(String name, String best, String... statements) {
    return new IndexWorkload(
        name,
        Arrays.stream(statements).map(text -> new Sample(text, 2000, 20)).toList(),
        best.isEmpty() ? List.of() : List.of(best.split(";")));
  }

  static final List<IndexWorkload> ALL =
      List.of(
          of("one value", "`orders` (`ref`)", "select * from orders where ref = 'r77'"),
          of(
              "two values that are selective together",
              "`events` (`tenant`, `kind`)|`events` (`kind`, `tenant`)",
              "select * from events where tenant = 7 and kind = 'kind3'"),
          of(
              "a value and a bound",
              "`events` (`tenant`, `happened`)",
              "select * from events where tenant = 7 and happened > '2024-02-25'"),
          of(
              "the newest of a tenant",
              "`events` (`tenant`, `happened`)",
              "select * from events where tenant = 7 order by happened desc limit 5"),
          of(
              "the newest of all",
              "`orders` (`created`)",
              "select * from orders order by created desc limit 10"),
          of(
              "a narrow range",
              "`orders` (`created`)",
              "select * from orders where created between '2023-03-01' and '2023-03-02'"),
          of(
              "the greatest of a tenant",
              "`events` (`tenant`, `happened`)|`events` (`tenant`)",
              "select max(happened) from events where tenant = 7"),
          of(
              "few columns of one customer",
              "`orders` (`customer_id`)|`orders` (`customer_id`, `total`)",
              "select total from orders where customer_id = 77"),
          of(
              "two statements that one index serves",
              "`events` (`tenant`, `happened`)",
              "select * from events where tenant = 9",
              "select * from events where tenant = 9 order by happened desc limit 5"),
          of(
              "a join by a key of another table",
              "`order_lines` (`order_id`)",
              "select l.* from orders o join order_lines l on l.order_id = o.id where o.id = 7"),
          of(
              "a correlated subquery",
              "`order_lines` (`order_id`)",
              "select o.id, (select count(*) from order_lines l where l.order_id = o.id) from"
                  + " orders o where o.id < 5"),
          of(
              "either of two values",
              "`orders` (`ref`);`orders` (`note`)",
              "select * from orders where ref = 'r77' or note = 'n77'"),
          of(
              "a write that looks for its row",
              "`orders` (`ref`)",
              "update orders set status = 'done' where ref = 'r78'"),
          of(
              "names that need quotes",
              "`Odd Table` (`Order`)",
              "select * from `Odd Table` where `Order` = 7"),
          of(
              "the beginning of a text",
              "`customers` (`email`)",
              "select * from customers where email like 'User777@%'"),
          of("nearly all rows", "", "select sum(total) from orders where status = 'done'"),
          of("a small table", "", "select * from products where sku = 'sku7'"),
          of("served by its key", "", "select * from customers where id = 7"),
          of("served by a foreign key", "", "select * from addresses where customer_id = 7"),
          of(
              "served by the beginning of an index",
              "",
              "select count(*) from addresses where town = 'town7' and street = 'street7'"),
          of(
              "a function of a column",
              "",
              "select * from customers where lower(email) = 'user7@example.com'"),
          of(
              "a pattern without a beginning",
              "",
              "select * from customers where name like '%ann%'"),
          new IndexWorkload(
              "asked five times a day",
              List.of(new Sample("select * from customers where name = 'x7'", 5, 20)),
              List.of()));

  static final List<String> TABLES =
      List.of(
          "create table customers (id int primary key, email varchar(80) not null, name varchar(80)"
              + " not null, active tinyint)",
          "insert into customers select n, concat('User', n, '@example.com'), md5(n), n % 9 > 0"
              + " from numbers where n <= 20000",
          "create table orders (id int primary key, customer_id int not null, status varchar(10)"
              + " not null, total int not null, created datetime not null, ref varchar(20) not"
              + " null, note varchar(20))",
          "insert into orders select n, crc32(n) & 4095, case when n % 40 = 0 then 'open' else"
              + " 'done' end, n % 977, timestamp('2023-01-01') + interval n * 11 minute,"
              + " concat('r', n), concat('n', n % 17000) from numbers where n <= 30000",
          "create table order_lines (id int primary key, order_id int not null, product_id int not"
              + " null, quantity int not null)",
          "insert into order_lines select n, crc32(n) % 30000, n % 400, n % 7 from numbers",
          "create table events (id bigint primary key, tenant int not null, kind varchar(10) not"
              + " null, happened datetime not null, payload varchar(50))",
          "insert into events select n, crc32(n) % 20, concat('kind', crc32(n * 7) % 12),"
              + " timestamp('2024-01-01') + interval n * 3 minute, md5(n) from numbers where n <="
              + " 30000",
          "create table products (id int primary key, sku varchar(20) not null, price int)",
          "insert into products select n, concat('sku', n), n from numbers where n <= 400",
          "create table `Odd Table` (`Group Name` varchar(40), `Order` int, id int primary key)",
          "insert into `Odd Table` select md5(n), n % 10000, n from numbers where n <= 20000",
          "create table addresses (id int primary key, customer_id int not null, town varchar(20),"
              + " street varchar(40), house int, index place (town, street, house), foreign key"
              + " (customer_id) references customers (id))",
          "insert into addresses select n, 1 + n % 20000, concat('town', n % 90), concat('street',"
              + " n % 900), n % 40 from numbers where n <= 20000",
          "analyze table customers, orders, order_lines, events, products, `Odd Table`, addresses");
}
