package org.idwiseroutes.database;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.context.event.ApplicationStartedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Keeps the files of the embedded database from everybody but the user of the service. Its folder
 * is created for that user alone, and an existing one is tightened, unless the service was started
 * in it or below it: such a folder holds more than the database. The files are tightened in any
 * case.
 */
@Component
class EmbeddedFiles implements BeanPostProcessor {

  private static final Pattern URL =
      Pattern.compile("jdbc:h2:(?!mem:|tcp:|ssl:|zip:|classpath:)((?:[a-zA-Z]+:)*)([^;]+).*");

  private volatile Path database;

  @Override
  public Object postProcessBeforeInitialization(Object bean, String name) {
    if (bean instanceof HikariDataSource pool && pool.getJdbcUrl() != null) {
      Matcher url = URL.matcher(pool.getJdbcUrl());
      if (url.matches()) {
        database = path(url.group(2));
        prepare();
      }
    }
    return bean;
  }

  /** What the database has created since then is tightened once it is open. */
  @EventListener(ApplicationStartedEvent.class)
  void tighten() {
    if (database == null) {
      return;
    }
    try (Stream<Path> files = Files.list(database.getParent())) {
      files.filter(this::isOfDatabase).forEach(OwnerOnly::tighten);
    } catch (IOException e) {
      throw new IllegalStateException("The folder of %s cannot be read".formatted(database), e);
    }
  }

  private void prepare() {
    Path folder = database.getParent();
    Path here = Path.of("").toAbsolutePath();
    try {
      if (!Files.isDirectory(folder) || !here.startsWith(folder)) {
        OwnerOnly.folder(folder);
      }
    } catch (IOException e) {
      throw new IllegalStateException(
          "The folder of the embedded database, %s, cannot be made: see spring.datasource.url"
              .formatted(folder),
          e);
    }
    tighten();
  }

  private boolean isOfDatabase(Path file) {
    return file.getFileName().toString().startsWith(database.getFileName() + ".");
  }

  private static Path path(String named) {
    String home = System.getProperty("user.home");
    return Path.of(named.startsWith("~") ? home + named.substring(1) : named)
        .toAbsolutePath()
        .normalize();
  }
}
