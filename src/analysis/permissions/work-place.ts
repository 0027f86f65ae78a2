/** Something in an AWS account that a role works on. */
export interface WorkPlace {
  /** For people: `bucket landing`. */
  readonly name: string;
  /** The ARN to ask about; null for an action that takes no resource. */
  readonly resource: string | null;
  /** The account that owns it; null: not known. */
  readonly owner: string | null;
  /** The Region it is in; null: not known. */
  readonly region: string | null;
  /** Why it is not known which one it is, so that the ARN stands for any of its kind; null: this is the one. */
  readonly standsFor: string | null;
  /** The service that uses it with the role's credentials, as S3 does a key; null: DMS itself. */
  readonly through: string | null;
  /** Whether the use takes it at all; a key that AWS manages for a secret takes no permission. */
  readonly isNeeded: boolean;
  /** Another of its kind that nothing of DMS names; null where there is none to tell it from. */
  readonly other: string | null;
}

/** Whose DMS resource names the role. */
export interface UseScope {
  readonly account: string;
  readonly partition: string;
  readonly region: string;
}

/** The field that DMS leaves out of its answer. */
export interface NotReported {
  readonly field: string;
}

/** Stands for a name that is not known, and one that nothing has. */
export const someName = 'example';
export const otherName = 'unrelated-x7q2';

type Told = Pick<WorkPlace, 'name' | 'resource' | 'owner' | 'region'> & Partial<WorkPlace>;

/** A place that DMS itself works on, and nothing more than that is said of it. */
export const workPlace = (told: Told): WorkPlace => ({
  standsFor: null,
  through: null,
  isNeeded: true,
  other: null,
  ...told,
});

/** The first of some settings that is set. */
export const firstText = (...values: readonly unknown[]): string | null =>
  values.find((value): value is string => typeof value === 'string' && value !== '') ?? null;
