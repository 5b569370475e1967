package org.idwiseroutes.ops;

import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.mapping.GrantedAuthoritiesMapper;
import org.springframework.security.oauth2.core.ClaimAccessor;
import org.springframework.security.oauth2.core.oidc.user.OidcUserAuthority;
import org.springframework.stereotype.Component;

/**
 * What a token of OpenID Connect gives: the roles that its claim {@code idwise.ops.oidc-role-claim}
 * lists, and the sources of {@code idwise.ops.oidc-source-claim}, when that is set. Who has no
 * {@link Role} may log in and see nothing.
 */
@Component
class OidcRoles implements GrantedAuthoritiesMapper {

  private final String roleClaim;
  private final String sourceClaim;

  OidcRoles(OpsProperties properties) {
    this.roleClaim = properties.oidcRoleClaim();
    this.sourceClaim = properties.oidcSourceClaim();
  }

  @Override
  public Collection<? extends GrantedAuthority> mapAuthorities(
      Collection<? extends GrantedAuthority> authorities) {
    return authorities.stream()
        .filter(OidcUserAuthority.class::isInstance)
        .map(authority -> ((OidcUserAuthority) authority).getIdToken())
        .flatMap(token -> of(token).stream())
        .distinct()
        .toList();
  }

  /** The roles and sources of a token. */
  List<GrantedAuthority> of(ClaimAccessor token) {
    boolean all = sourceClaim == null || sourceClaim.isBlank();
    return Stream.concat(
            Role.authorities(listed(token, roleClaim)).stream(),
            all ? Stream.of() : VisibleSources.authorities(listed(token, sourceClaim)).stream())
        .toList();
  }

  private static List<String> listed(ClaimAccessor token, String claim) {
    List<String> listed = token.getClaimAsStringList(claim);
    return listed == null ? List.of() : listed;
  }
}
