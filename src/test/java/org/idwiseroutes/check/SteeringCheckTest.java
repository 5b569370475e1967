package org.idwiseroutes.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.idwiseroutes.routes.RoutesSnapshot;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SteeringCheckTest {

  private static final Path CRM = Path.of("src/test/routes", "crm.camel.yaml");

  /** Each is a step that is put in front of the call of the CRM. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "setHeader: {name: CamelHttpUri, simple: '${variable.referenceNo}'}",
        "setHeader: {name: CamelHttpPath, simple: 'x/${variable.referenceNo}'}",
        "setHeader: {name: CamelHttpPath, expression: {simple: {expression: 'x/${body}'}}}",
        "setHeader: {name: CamelHttpQuery, jsonpath: '$.referenceNo'}",
        "setHeader: {name: CamelHttpMethod, header: x}",
        "setHeader: {name: CamelFileName, simple: '${variable.journey}'}",
        "setHeader: {name: CamelBeanMethodName, simple: '${body[x]}'}",
        "setHeader: {name: '${body[x]}', constant: y}",
        "setHeaders: {headers: [{name: CamelHttpHost, simple: '${variable.source}'}]}",
        "setVariable: {name: customer, simple: '${variable.referenceNo}'}",
        "toD: 'http://${variable.referenceNo}/x'",
        "toD: {uri: 'https://host/customers/${variable.referenceNo}'}",
        "toD: {uri: 'outbox:${body[destination]}'}",
        "toD: {uri: 'https://host/x', parameters: {authUsername: '${body[user]}'}}",
        "toD: 'https://host/x?authPassword=${body[x]}'",
        "recipientList: {simple: '${body[targets]}'}",
        "recipientList: {expression: {jsonpath: {expression: '$.x'}}}",
        "routingSlip: {header: slip}",
        "dynamicRouter: {simple: 'direct:${variable.event}'}",
        "enrich: {simple: 'http://${variable.source}/x'}",
        "enrich: {expression: {simple: {expression: 'http://host${body}'}}}",
        "pollEnrich: {simple: 'file:${variable.journey}'}",
        "wireTap: {uri: 'http://${body}'}",
        "to: {uri: file:out, parameters: {fileName: '${variable.journey}.json'}}",
        "to: 'file:out?fileName=${variable.referenceNo}'",
        "to: exec:ls",
        "to: 'jdbc:dataSource'",
        "to: language:simple",
        "to: {uri: language, parameters: {languageName: simple}}",
        "to: {uri: 'https://host', parameters: {transferException: true}}",
        "to: {uri: thymeleaf, parameters: {allowTemplateFromHeader: true}}",
        "unmarshal: {xstream: {}}",
        "unmarshal: {json: {allowUnmarshallType: true}}",
        "setBody: {simple: 'resource:header:text'}",
        "setBody: {expression: {simple: {expression: 'resource:${body}'}}}",
      })
  void anEventDoesNotSteerCamel(String step) throws IOException {
    String text = Files.readString(CRM);
    String put = "        - to:\n            id: crm-to-update";
    assertThat(text).contains(put);
    assertThat(steering(text.replace(put, "        - " + step + "\n" + put)))
        .hasSize(1)
        .allMatch(problem -> problem.line() == lineOf(text, put), "at its line");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "setHeader: {name: CamelHttpUri, constant: '{{crm.url}}'}",
        "setHeader: {name: CamelHttpPath, simple: 'x/${variable.customer}/${variable.deliveryId}'}",
        "setHeader: {name: CamelHttpPath, method: {ref: paths, method: of}}",
        "setHeader: {name: CamelHttpQuery, simple: 'q=${bean:tickets?method=label}'}",
        "setHeader: {name: X-Reference, simple: '${variable.referenceNo}'}",
        "setVariable: {name: ticket, simple: '${body[kind]}'}",
        "toD: 'https://{{my.host}}/customers/${variable.customer}'",
        "recipientList: {constant: 'direct:a,direct:b'}",
        "unmarshal: {json: {library: Jackson}}",
        "setBody: {simple: 'resource:file:{{idwise.routes.directory}}/x.txt'}",
      })
  void whatStaysInItsPlaceIsNoSteering(String step) throws IOException {
    String put = "        - to:\n            id: crm-to-update";
    assertThat(steering(Files.readString(CRM).replace(put, "        - " + step + "\n" + put)))
        .isEmpty();
  }

  @Test
  void noShippedRouteIsSteered() throws IOException {
    assertThat(new SteeringCheck().check(Folder.read(Path.of("src/test/routes")), null)).isEmpty();
  }

  private static List<Problem> steering(String text) {
    Folder folder =
        Folder.of(new RoutesSnapshot(Map.of("crm.camel.yaml", text), Map.of(), Map.of()));
    assertThat(folder.problems()).isEmpty();
    return new SteeringCheck().check(folder, null);
  }

  private static int lineOf(String text, String part) {
    return 1 + (int) text.substring(0, text.indexOf(part)).chars().filter(c -> c == '\n').count();
  }
}
