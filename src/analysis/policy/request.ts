/** `aws` is the ARN of a role, a user, a role session or an account root. */
export type RequestPrincipal = { readonly service: string } | { readonly aws: string };

/** One concrete request, as IAM sees it. */
export interface PolicyRequest {
  readonly principal: RequestPrincipal;
  readonly action: string;
  /** Null where the request has no resource of its own. */
  readonly resource: string | null;
  /** Condition keys in any case. An array is a multivalued key, even with one value in it. */
  readonly context: Readonly<Record<string, string | readonly string[]>>;
}
