package org.idwiseroutes.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.icegreen.greenmail.util.GreenMail;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;

/** A CRM and a ticket desk that keep the generic contract, and a look at what came by mail. */
class Destinations {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Map<String, JsonNode> customers = new TreeMap<>();
  private final Map<String, ObjectNode> tickets = new TreeMap<>();
  private final Map<String, String> ticketByKey = new ConcurrentHashMap<>();
  private final GreenMail mail;

  Destinations(GreenMail mail) {
    this.mail = mail;
  }

  void start(int port) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.createContext("/", exchange -> answer(exchange));
    server.setExecutor(
        Executors.newFixedThreadPool(
            4,
            task -> {
              Thread thread = new Thread(task, "sandbox");
              thread.setDaemon(true);
              return thread;
            }));
    server.start();
  }

  private void answer(HttpExchange exchange) throws IOException {
    String[] path = exchange.getRequestURI().getPath().split("/");
    Object result;
    synchronized (this) {
      result = answer(exchange, exchange.getRequestMethod(), path);
    }
    byte[] body =
        JSON.writerWithDefaultPrettyPrinter()
            .writeValueAsBytes(result == null ? Map.of("error", "not found") : result);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(result == null ? 404 : 200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private Object answer(HttpExchange exchange, String method, String[] path) throws IOException {
    String what = path.length > 1 ? path[1] : "";
    return switch (method + " " + what + " " + path.length) {
      case "GET customers 2" -> customers;
      case "PUT customers 3" -> putCustomer(path[2], JSON.readTree(exchange.getRequestBody()));
      case "GET tickets 2" -> tickets;
      case "POST tickets 2" -> openTicket(exchange);
      case "POST tickets 4" -> comment(path[2], JSON.readTree(exchange.getRequestBody()));
      case "PATCH tickets 3" -> change(path[2], JSON.readTree(exchange.getRequestBody()));
      case "GET mails 2" -> mails();
      default -> null;
    };
  }

  private JsonNode putCustomer(String reference, JsonNode customer) {
    customers.put(reference, customer);
    return customer;
  }

  private ObjectNode openTicket(HttpExchange exchange) throws IOException {
    ObjectNode ticket = (ObjectNode) JSON.readTree(exchange.getRequestBody());
    String key = exchange.getRequestHeaders().getFirst("Idempotency-Key");
    String id = ticketByKey.computeIfAbsent(key, any -> "T-" + (tickets.size() + 1));
    return tickets.computeIfAbsent(id, any -> ticket.put("id", id).put("status", "open"));
  }

  private ObjectNode comment(String id, JsonNode comment) {
    ObjectNode ticket = tickets.get(id);
    if (ticket != null) {
      ticket.withArrayProperty("comments").add(comment);
    }
    return ticket;
  }

  private ObjectNode change(String id, JsonNode changes) {
    ObjectNode ticket = tickets.get(id);
    if (ticket != null) {
      ticket.setAll((ObjectNode) changes);
    }
    return ticket;
  }

  private ArrayNode mails() throws IOException {
    ArrayNode mails = JSON.createArrayNode();
    try {
      for (MimeMessage message : mail.getReceivedMessages()) {
        mails
            .addObject()
            .put("to", String.valueOf(message.getRecipients(Message.RecipientType.TO)[0]))
            .put("subject", message.getSubject())
            .put("messageId", message.getMessageID());
      }
    } catch (MessagingException e) {
      throw new IOException(e);
    }
    return mails;
  }
}
