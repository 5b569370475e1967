package org.idwiseroutes.webhook;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.http.common.DefaultHttpBinding;
import org.springframework.stereotype.Component;

/**
 * What the route {@code webhook} sees of a request: its method and the body that {@link Entrance}
 * has read, whatever the head says about it (a sender that forgets the content type, or leaves it
 * to curl, must not have its event taken apart as form fields), and none of the sender's headers.
 */
@Component
class EntranceBinding extends DefaultHttpBinding {

  EntranceBinding() {
    setMuteException(true);
  }

  @Override
  public void readRequest(HttpServletRequest request, Message message) {
    message.setHeader(Exchange.HTTP_METHOD, request.getMethod());
    message.setHeader(Exchange.HTTP_PATH, request.getPathInfo());
    message.setBody(request.getAttribute(Entrance.BODY));
  }

  /** The answer with its headers but Camel's own, in one piece of known length. */
  @Override
  public void writeResponse(Exchange exchange, HttpServletResponse response) throws IOException {
    if (exchange.isFailed()) {
      super.writeResponse(exchange, response);
      return;
    }
    Message answer = exchange.getMessage();
    byte[] body = answer.getBody(String.class).getBytes(StandardCharsets.UTF_8);
    response.setStatus(answer.getHeader(Exchange.HTTP_RESPONSE_CODE, Integer.class));
    answer
        .getHeaders()
        .forEach(
            (name, value) -> {
              if (!name.startsWith("Camel")) {
                response.setHeader(name, value.toString());
              }
            });
    response.setContentLength(body.length);
    response.getOutputStream().write(body);
  }
}
