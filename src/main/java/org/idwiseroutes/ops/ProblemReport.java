package org.idwiseroutes.ops;

import java.io.IOException;
import java.io.Writer;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers what fails outside of any route or controller, in JSON and without details. */
public class ProblemReport extends ErrorReportValve {

  private static final Logger LOG = LoggerFactory.getLogger(ProblemReport.class);
  private static final int ERROR = 400;

  @Override
  protected void report(Request request, Response response, Throwable throwable) {
    int status = response.getStatus();
    if (status < ERROR || response.getContentWritten() > 0 || !response.setErrorReported()) {
      return;
    }
    response.setContentType("application/problem+json");
    response.setCharacterEncoding("UTF-8");
    try (Writer writer = response.getReporter()) {
      if (writer != null) {
        writer.write("{\"type\":\"about:blank\",\"status\":%d}".formatted(status));
      }
    } catch (IOException gone) {
      LOG.debug("The caller did not wait for its answer", gone);
    }
  }
}
