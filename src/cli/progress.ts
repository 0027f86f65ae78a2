import { Presets, SingleBar } from 'cli-progress';
import type { Progress } from '../collect/progress.ts';
import type { Terminal } from './terminal.ts';

interface Shown {
  readonly update: (progress: Progress) => void;
  readonly end: () => void;
}

/** A bar on standard error while somebody watches; nothing otherwise. */
export function showProgress({ watched }: Terminal): Shown {
  if (!watched) return { update: () => undefined, end: () => undefined };
  const format = '{bar} {value}/{total} {region} {what}';
  const bar = new SingleBar(
    { format, clearOnComplete: true, hideCursor: true, stopOnComplete: false },
    Presets.shades_classic,
  );
  bar.start(1, 0, { region: '', what: '' });
  return {
    update: ({ region, what, done, total }) => {
      bar.setTotal(total);
      bar.update(done, { region, what });
    },
    end: () => {
      bar.stop();
    },
  };
}
