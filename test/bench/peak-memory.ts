import { readFileSync } from 'node:fs';

/** The kernel's own high-water mark of this process; 0 where there is no /proc. */
export function peakMegabytes(): number {
  try {
    return Number(/VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? 0) / 1000;
  } catch {
    return 0;
  }
}
