const unknownAuthority = (who: string) => `the server's certificate is not signed by an authority that ${who} trusts`;

/** Node's codes: https://nodejs.org/api/tls.html#x509-certificate-error-codes */
const reasons: Readonly<Record<string, string | ((who: string) => string)>> = {
  SELF_SIGNED_CERT_IN_CHAIN: unknownAuthority,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: unknownAuthority,
  UNABLE_TO_GET_ISSUER_CERT: unknownAuthority,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: unknownAuthority,
  DEPTH_ZERO_SELF_SIGNED_CERT: "the server's certificate is self-signed",
  CERT_HAS_EXPIRED: "the server's certificate has expired",
  CERT_NOT_YET_VALID: "the server's certificate is not valid yet",
  CERT_REVOKED: "the server's certificate was revoked",
  ERR_TLS_CERT_ALTNAME_INVALID: "the server's certificate is for another host name",
};

/**
 * Why a TLS handshake failed; undefined for a code of something else.
 *
 * @param who checks the certificate, such as `the loader`.
 */
export function certificateReasonOf(code: string, who: string): string | undefined {
  const reason = reasons[code];
  if (reason !== undefined) return typeof reason === "string" ? reason : reason(who);
  return code.startsWith("ERR_SSL_") ? code : undefined;
}
