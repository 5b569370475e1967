package org.idwiseroutes.routes;

import jakarta.mail.Address;
import jakarta.mail.MessagingException;
import jakarta.mail.PasswordAuthentication;
import jakarta.mail.SendFailedException;
import jakarta.mail.Transport;
import jakarta.mail.internet.MimeMessage;
import java.time.Duration;
import java.util.Date;
import org.apache.camel.component.mail.DefaultJavaMailSender;
import org.apache.camel.component.mail.JavaMailSender;
import org.apache.commons.pool2.BasePooledObjectFactory;
import org.apache.commons.pool2.PooledObject;
import org.apache.commons.pool2.impl.DefaultPooledObject;
import org.apache.commons.pool2.impl.GenericObjectPool;
import org.apache.commons.pool2.impl.GenericObjectPoolConfig;

/**
 * Sends mails over connections that are used again: connecting, TLS and login are most of what a
 * mail costs, and servers count connections. One that has been idle for half a minute, or has
 * carried a hundred mails, is closed before its server does so; each is asked whether it still
 * lives before it is used again, and one over which a mail failed is not. There are never more than
 * mails being sent at once.
 */
class SharedConnectionsSender extends DefaultJavaMailSender {

  private static final Duration IDLE = Duration.ofSeconds(30);
  private static final int MAILS = 100;

  private final GenericObjectPool<Transport> connections =
      new GenericObjectPool<>(new Connections(), sizes());

  private final MailRecipients recipients;

  /** Sends to the same server and with the same settings as another one. */
  SharedConnectionsSender(
      JavaMailSender settings, String protocol, int port, MailRecipients recipients) {
    this.recipients = recipients;
    setJavaMailProperties(settings.getJavaMailProperties());
    setSession(settings.getSession());
    setHost(settings.getHost());
    setUsername(settings.getUsername());
    setPassword(settings.getPassword());
    setAuthenticator(settings.getAuthenticator());
    setProtocol(protocol);
    setPort(port);
  }

  /**
   * Sends to all who do not have it yet. When the server refuses some, the others get it.
   *
   * @throws SendFailedException names those who did not get it, and those who have it, since now or
   *     since an attempt before
   */
  @Override
  public void send(MimeMessage mail) throws MessagingException {
    prepare(mail);
    Address[] left = recipients.left(mail);
    if (left.length == 0) {
      return;
    }
    try {
      send(mail, left);
    } catch (SendFailedException e) {
      Address[] reached = recipients.reached(mail);
      if (reached.length == 0) {
        throw e;
      }
      throw new SendFailedException(
          e.getMessage(), e, reached, e.getValidUnsentAddresses(), e.getInvalidAddresses());
    }
  }

  private void send(MimeMessage mail, Address[] left) throws MessagingException {
    Transport connection = borrow();
    boolean sent = false;
    try {
      connection.sendMessage(mail, left);
      sent = true;
    } catch (SendFailedException e) {
      recipients.remember(mail, e);
      throw e;
    } finally {
      if (sent) {
        connections.returnObject(connection);
      } else {
        discard(connection);
      }
    }
  }

  /** Saving gives a mail another Message-ID; the one that was set says what it is about. */
  private static void prepare(MimeMessage mail) throws MessagingException {
    if (mail.getSentDate() == null) {
      mail.setSentDate(new Date());
    }
    String id = mail.getMessageID();
    mail.saveChanges();
    if (id != null) {
      mail.setHeader("Message-ID", id);
    }
  }

  private Transport borrow() throws MessagingException {
    try {
      return connections.borrowObject();
    } catch (MessagingException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new MessagingException("No connection to " + getHost(), e);
    }
  }

  private void discard(Transport connection) {
    try {
      connections.invalidateObject(connection);
    } catch (Exception closing) {
      // what went wrong before is what counts
    }
  }

  private static GenericObjectPoolConfig<Transport> sizes() {
    GenericObjectPoolConfig<Transport> sizes = new GenericObjectPoolConfig<>();
    sizes.setMaxTotal(-1);
    sizes.setMaxIdle(-1);
    sizes.setTestOnBorrow(true);
    sizes.setMinEvictableIdleDuration(IDLE);
    sizes.setTimeBetweenEvictionRuns(IDLE.dividedBy(3));
    sizes.setNumTestsPerEvictionRun(-1);
    sizes.setJmxEnabled(false);
    return sizes;
  }

  private final class Connections extends BasePooledObjectFactory<Transport> {

    @Override
    public Transport create() throws MessagingException {
      PasswordAuthentication login = getPasswordAuthentication();
      Transport connection = getTransport(getSession());
      connection.connect(getHost(), getPort(), login.getUserName(), login.getPassword());
      return connection;
    }

    @Override
    public PooledObject<Transport> wrap(Transport connection) {
      return new DefaultPooledObject<>(connection);
    }

    /** Asks the server, unless the connection is new. */
    @Override
    public boolean validateObject(PooledObject<Transport> connection) {
      return connection.getBorrowedCount() == 1
          || connection.getBorrowedCount() <= MAILS && connection.getObject().isConnected();
    }

    @Override
    public void destroyObject(PooledObject<Transport> connection) throws MessagingException {
      connection.getObject().close();
    }
  }
}
