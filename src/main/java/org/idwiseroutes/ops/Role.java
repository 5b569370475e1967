package org.idwiseroutes.ops;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.core.context.SecurityContextHolder;

/** What somebody may do on the operators' port; one may have several. Each reads. */
public enum Role {
  /** Reads, and nothing else. */
  VIEWER,
  /** Replays, discards, pauses destinations, sees to alerts: all that is not named below. */
  OPERATOR,
  /** Erases journeys and persons. */
  ERASER,
  /** Pauses and resumes {@code decide}, for as long as which nothing is decided. */
  DECIDE_PAUSER;

  /** As it is written in settings and tokens: {@code decide-pauser}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Those of these names, in upper or lower case; what is no role is passed over. */
  static List<GrantedAuthority> authorities(Collection<String> names) {
    Set<String> known =
        names.stream().map(name -> name.toLowerCase(Locale.ROOT)).collect(Collectors.toSet());
    return Arrays.stream(values())
        .filter(role -> known.contains(role.toString()))
        .map(Role::authority)
        .toList();
  }

  GrantedAuthority authority() {
    return new SimpleGrantedAuthority("ROLE_" + name());
  }

  /** Whether whoever asks has it. */
  boolean isTheCallers() {
    Authentication who = SecurityContextHolder.getContext().getAuthentication();
    return who != null && who.getAuthorities().contains(authority());
  }

  static String[] all() {
    return Arrays.stream(values()).map(Role::name).toArray(String[]::new);
  }
}
