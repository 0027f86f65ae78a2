import { text as readAll } from 'node:stream/consumers';

/** Where a command writes and what it may assume about the other side. */
export interface Terminal {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  /** All of standard input; null where nobody pipes anything in. */
  readonly input: () => Promise<string | null>;
  /** Columns of standard output. */
  readonly width: number;
  readonly color: boolean;
  /** Whether somebody watches standard error: a progress bar is drawn only then. */
  readonly watched: boolean;
}

/** Columns where output is no terminal: wide enough for a log, narrow enough to read. */
const pipeWidth = 140;

export function processTerminal(noColor: boolean): Terminal {
  const { stdin, stdout, stderr } = process;
  // Whoever reads may stop early (`| head`); that is no error of ours.
  stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
  return {
    out: (text) => void stdout.write(text),
    err: (text) => void stderr.write(text),
    input: async () => (isTerminal(stdin) ? null : readAll(stdin)),
    width: isTerminal(stdout) ? Math.max(80, stdout.columns || 0) : pipeWidth,
    color: isTerminal(stdout) && !noColor,
    watched: isTerminal(stderr),
  };
}

/** Node says nothing at all where a stream is a pipe or a file, whatever its types say. */
const isTerminal = (stream: { readonly isTTY?: boolean }): boolean => stream.isTTY === true;
