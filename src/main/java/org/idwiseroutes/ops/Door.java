package org.idwiseroutes.ops;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;

/**
 * Keeps the two ports apart before anything else looks at a request. Which port it came by is told
 * by the connector that read it, which nothing in the request can forge; the public one serves
 * {@code /webhooks/**} alone, the operators' one all but that.
 */
class Door extends ValveBase {

  /** The request attribute that is set on what comes by the operators' port. */
  static final String OPERATORS = Door.class.getName() + ".operators";

  private static final String PUBLIC_PATHS = "/webhooks/";

  private final Connector operators;

  Door(Connector operators) {
    super(true);
    this.operators = operators;
  }

  @Override
  public void invoke(Request request, Response response) throws IOException, ServletException {
    boolean byOperatorsPort = request.getConnector() == operators;
    boolean publicPath =
        request.getRequestURI().startsWith(PUBLIC_PATHS)
            && String.valueOf(request.getDecodedRequestURI()).startsWith(PUBLIC_PATHS);
    if (byOperatorsPort == publicPath) {
      response.sendError(HttpServletResponse.SC_NOT_FOUND);
      return;
    }
    if (byOperatorsPort) {
      request.setAttribute(OPERATORS, Boolean.TRUE);
    }
    getNext().invoke(request, response);
  }
}
