package org.idwiseroutes.ops;

import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code /api/openapi.yaml}: the API in the language of tools. */
@RestController
class OpenApi {

  @GetMapping(path = "/api/openapi.yaml", produces = MediaType.APPLICATION_YAML_VALUE)
  Resource file() {
    return new ClassPathResource("schema/openapi.yaml");
  }
}
