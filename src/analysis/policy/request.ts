/**
 * `aws` is the ARN of a role, a user, a role session, a federated user or an account root. `federated` is an
 * identity provider: the ARN of a SAML or OIDC provider, or a web identity's own name
 * (`cognito-identity.amazonaws.com`). `anonymous` is a caller that signs nothing.
 * (IAM User Guide, reference_policies_elements_principal)
 */
export type RequestPrincipal =
  | { readonly service: string }
  | { readonly aws: string }
  | { readonly federated: string }
  | { readonly anonymous: true };

/** One concrete request, as IAM sees it. */
export interface PolicyRequest {
  readonly principal: RequestPrincipal;
  readonly action: string;
  /** Null where the request has no resource of its own. */
  readonly resource: string | null;
  /** Condition keys in any case. An array is a multivalued key, even with one value in it. */
  readonly context: Readonly<Record<string, string | readonly string[]>>;
}
