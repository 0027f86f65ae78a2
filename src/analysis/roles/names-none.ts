import type { DmsResource } from '../../model/resources.ts';
import { given, notApplicable, type Verdict } from '../../model/verdict.ts';

/** The verdict on a resource that names no role. Where the settings of a task were not read, so were the roles in them. */
export function namesNone(resource: DmsResource, because = 'it names no role'): Verdict {
  const none = notApplicable(because);
  return 'logging' in resource ? given(resource.logging, () => none) : none;
}
