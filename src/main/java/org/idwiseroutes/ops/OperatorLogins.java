package org.idwiseroutes.ops;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.idwiseroutes.ops.Operators.Operator;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.crypto.factory.PasswordEncoderFactories;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.web.authentication.WebAuthenticationDetails;
import org.springframework.stereotype.Component;

/**
 * Checks names and passwords, of the console's form and of HTTP Basic.
 *
 * <p>A password hash costs a tenth of a second of a processor by intention, so half of the
 * processors check passwords at once and a try that finds no turn within a second is refused;
 * whoever has logged in before from the same address waits longer. A name that there is not costs
 * the same hash. A script that sends its credentials with every call pays once a minute: right
 * credentials are remembered for so long, one for each operator, as an HMAC with a key that this
 * start of the node has drawn.
 */
@Component
class OperatorLogins implements AuthenticationProvider {

  private static final Duration REMEMBERED_FOR = Duration.ofMinutes(1);

  /** How long a try waits for its turn, and how many of them do. */
  private static final long WAIT_MILLIS = 1_000;

  private static final int MOST_WAITING = 16;

  /** The same for a name at an address at which it has logged in before. */
  private static final long WAIT_OF_THE_SEEN_MILLIS = 5_000;

  private static final String HMAC = "HmacSHA256";
  private static final int KEY_BYTES = 32;

  private record Remembered(byte[] hmac, Instant until) {}

  private final Map<String, Operator> operators;
  private final Map<String, String> hashes = new TreeMap<>();
  private final Map<String, Remembered> remembered = new ConcurrentHashMap<>();
  private final PasswordEncoder encoder =
      PasswordEncoderFactories.createDelegatingPasswordEncoder();
  private final Semaphore turns =
      new Semaphore(Math.max(1, Runtime.getRuntime().availableProcessors() / 2), true);
  private final SecretKeySpec key;
  private final LoginBrake brake;
  private final LoginRecords records;
  private final Clock clock;

  OperatorLogins(Operators operators, LoginBrake brake, LoginRecords records, Clock clock) {
    this.operators = operators.operators();
    this.brake = brake;
    this.records = records;
    this.clock = clock;
    this.operators.forEach((name, operator) -> hashes.put(name, operator.hash(encoder)));
    byte[] random = new byte[KEY_BYTES];
    new SecureRandom().nextBytes(random);
    this.key = new SecretKeySpec(random, HMAC);
  }

  @Override
  public boolean supports(Class<?> kind) {
    return UsernamePasswordAuthenticationToken.class.isAssignableFrom(kind);
  }

  /**
   * @throws LoginRefusedException when too many have failed or too many are being checked
   * @throws BadCredentialsException when name and password do not go together
   */
  @Override
  public Authentication authenticate(Authentication asked) {
    String name = asked.getName();
    String password = String.valueOf(asked.getCredentials());
    String address = ((WebAuthenticationDetails) asked.getDetails()).getRemoteAddress();
    Duration wait = brake.toWait(name, address);
    if (!wait.isZero()) {
      records.refused("braked");
      throw LoginRefusedException.tooManyFailures(wait);
    }
    if (!isRight(name, password, brake.hasSeen(name, address))) {
      brake.failed(name, address);
      records.failed(operators.containsKey(name) ? name : null, address);
      throw new BadCredentialsException("This name and password do not go together");
    }
    brake.succeeded(name, address);
    List<GrantedAuthority> authorities = operators.get(name).authorities();
    return UsernamePasswordAuthenticationToken.authenticated(
        new User(name, "", authorities), null, authorities);
  }

  private boolean isRight(String name, String password, boolean seen) {
    byte[] hmac = hmac(name, password);
    if (isRemembered(name, hmac)) {
      return true;
    }
    takeTurn(seen);
    try {
      return isRemembered(name, hmac) || matches(name, password, hmac);
    } finally {
      turns.release();
    }
  }

  private void takeTurn(boolean seen) {
    try {
      if ((seen || turns.getQueueLength() < MOST_WAITING)
          && turns.tryAcquire(
              seen ? WAIT_OF_THE_SEEN_MILLIS : WAIT_MILLIS, TimeUnit.MILLISECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    records.refused("busy");
    throw LoginRefusedException.busy();
  }

  /** For a name that there is not, somebody else's hash is compared, for the time that it takes. */
  private boolean matches(String name, String password, byte[] hmac) {
    String hash = hashes.get(name);
    if (hash == null) {
      hashes.values().stream().findFirst().ifPresent(other -> encoder.matches(password, other));
      return false;
    }
    boolean right = encoder.matches(password, hash);
    if (right) {
      remembered.put(name, new Remembered(hmac, clock.instant().plus(REMEMBERED_FOR)));
    }
    return right;
  }

  private boolean isRemembered(String name, byte[] hmac) {
    Remembered one = remembered.get(name);
    return one != null
        && clock.instant().isBefore(one.until())
        && MessageDigest.isEqual(one.hmac(), hmac);
  }

  private byte[] hmac(String name, String password) {
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(key);
      mac.update(name.getBytes(StandardCharsets.UTF_8));
      mac.update((byte) 0);
      return mac.doFinal(password.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
