package org.idwiseroutes.ops;

import java.util.Collection;
import java.util.List;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.mapping.GrantedAuthoritiesMapper;
import org.springframework.security.oauth2.core.oidc.user.OidcUserAuthority;
import org.springframework.stereotype.Component;

/**
 * The roles of whoever logs in by OpenID Connect: what the claim {@code idwise.ops.oidc-role-claim}
 * of its token lists. Who has no {@link Role} may log in and see nothing.
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
    return Role.authorities(
        authorities.stream()
            .filter(OidcUserAuthority.class::isInstance)
            .flatMap(authority -> claimed((OidcUserAuthority) authority).stream())
            .toList());
  }

  private List<String> claimed(OidcUserAuthority authority) {
    List<String> roles = authority.getIdToken().getClaimAsStringList(claim);
    return roles == null ? List.of() : roles;
  }
}
