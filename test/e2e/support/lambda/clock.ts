/**
 * Environment of a process whose clock runs ahead by so many days. It is not told what others take for the time: AWS's
 * SDK would see its clock as wrong, and repeat whatever is refused.
 */
export const daysAhead = (days: number): Readonly<Record<string, string>> => {
  const program = `
    import { subscribe } from 'node:diagnostics_channel';
    const Own = Date;
    const ahead = ${days} * 86_400_000;
    globalThis.Date = class extends Own {
      constructor(...given) { given.length === 0 ? super(Own.now() + ahead) : super(...given); }
      static now() { return Own.now() + ahead; }
    };
    subscribe('http.client.response.finish', ({ response }) => { delete response.headers.date; });`;
  return { NODE_OPTIONS: `--import data:text/javascript,${encodeURIComponent(program)}` };
};
