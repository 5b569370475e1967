package org.idwiseroutes.routes;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.apache.camel.dsl.support.SourceLoader;
import org.apache.camel.spi.Resource;
import org.springframework.stereotype.Component;

/** Route files are UTF-8. Camel by itself reads them in the platform's character set. */
@Component
class Utf8Sources implements SourceLoader {

  @Override
  public String loadResource(Resource resource) throws IOException {
    try (InputStream in = resource.getInputStream()) {
      if (in == null) {
        throw new IOException("There is no " + resource.getLocation());
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
