package org.idwiseroutes.product;

import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Every row of every table as text. */
final class DatabaseDump {

  private DatabaseDump() {}

  static String of(Product product) {
    JdbcClient jdbc = product.jdbc();
    List<String> tables =
        jdbc.sql(
                """
                SELECT table_name FROM information_schema.tables
                WHERE LOWER(table_schema) = 'public' AND table_type = 'BASE TABLE'
                """)
            .query(String.class)
            .list();
    StringBuilder all = new StringBuilder();
    for (String table : tables) {
      List<Map<String, Object>> rows =
          jdbc.sql("SELECT * FROM \"%s\"".formatted(table)).query().listOfRows();
      all.append(table).append(rows).append('\n');
    }
    return all.toString();
  }
}
