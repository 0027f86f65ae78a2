import type { Recording } from '../model/recording.ts';
import type { Result } from '../model/result.ts';
import { toAsff } from './asff.ts';
import { jsonText } from './json.ts';
import { ndjson, toOcsf } from './ocsf.ts';

/** What a result alone tells: nobody remembers an earlier one, and its first Region stands for the home Region. */
const asFirst = ({ scope }: Result, { rules }: Pick<Recording, 'rules'>): Recording => ({
  rules,
  homeRegion: scope.regions[0] ?? 'us-east-1',
  recorded: null,
});

/** One list of findings in the AWS Security Finding Format. */
export const asff = (result: Result, options: Pick<Recording, 'rules'>): string =>
  jsonText(toAsff(result, asFirst(result, options)).flatMap(({ findings }) => findings));

/** One OCSF event a line. */
export const ocsf = (result: Result, options: Pick<Recording, 'rules'>): string =>
  ndjson(toOcsf(result, asFirst(result, options)).flatMap(({ events }) => events));
