package org.idwiseroutes.http;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;

/** Makes Vert.x for a server of this node: it serves no files and calls nobody. */
public final class ServerVertx {

  private static final String NO_RESOLVER = "vertx.disableDnsResolver";

  private ServerVertx() {}

  /** With these pools; Vert.x's own resolver of names, which takes a while to load, stays away. */
  public static Vertx create(VertxOptions pools) {
    if (System.getProperty(NO_RESOLVER) == null) {
      System.setProperty(NO_RESOLVER, "true");
    }
    return Vertx.vertx(
        pools.setFileSystemOptions(
            new FileSystemOptions()
                .setFileCachingEnabled(false)
                .setClassPathResolvingEnabled(false)));
  }
}
