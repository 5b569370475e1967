package org.idwiseroutes.ops;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.idwiseroutes.ops.Operators.Role;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.core.authority.mapping.GrantedAuthoritiesMapper;
import org.springframework.security.oauth2.core.oidc.user.OidcUserAuthority;
import org.springframework.stereotype.Component;

/**
 * The role of whoever logs in by OpenID Connect: what the claim {@code idwise.ops.oidc-role-claim}
 * of its token lists, {@code viewer} or {@code operator}. Who has neither may log in and see
 * nothing.
 */
@Component
class OidcRoles implements GrantedAuthoritiesMapper {

  private final String claim;

  OidcRoles(OpsProperties properties) {
    this.claim = properties.oidcRoleClaim();
  }

  @Override
  public Collection<? extends GrantedAuthority> mapAuthorities(
      Collection<? extends GrantedAuthority> authorities) {
    Set<String> claimed =
        authorities.stream()
            .filter(OidcUserAuthority.class::isInstance)
            .flatMap(authority -> claimed((OidcUserAuthority) authority).stream())
            .map(String::toUpperCase)
            .collect(Collectors.toSet());
    return Arrays.stream(Role.values())
        .filter(role -> claimed.contains(role.name()))
        .map(role -> new SimpleGrantedAuthority("ROLE_" + role.name()))
        .toList();
  }

  private List<String> claimed(OidcUserAuthority authority) {
    List<String> roles = authority.getIdToken().getClaimAsStringList(claim);
    return roles == null ? List.of() : roles;
  }
}
