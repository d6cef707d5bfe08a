import { useEffect, useRef, useState } from 'react';
import { useSay } from '../ui/toasts.js';
import { download, ExportFailure, sizeText } from './download.js';

export interface Exporting {
  /** How much of the export has come, in bytes; null while none runs. */
  readonly bytes: number | null;
  /** Why the last one failed, in one sentence, until the next begins. */
  readonly failure: string | null;
  readonly start: (address: string) => void;
  readonly cancel: () => void;
}

/** How often progress is shown, in milliseconds: more often would only cost. */
const TICK_MS = 200;

/** One export at a time, saved when it is whole. Leaving the page cancels it. */
export function useExport(): Exporting {
  const [bytes, setBytes] = useState<number | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const running = useRef<AbortController | null>(null);
  const say = useSay();
  useEffect(() => () => running.current?.abort(), []);

  async function run(address: string, { signal }: AbortController): Promise<void> {
    let shownAt = 0;
    const show = (now: number): void => {
      if (performance.now() - shownAt < TICK_MS) return;
      shownAt = performance.now();
      setBytes(now);
    };
    try {
      const { blob, fileName } = await download(address, signal, show);
      save(blob, fileName);
      say(`The export is complete: ${fileName}, ${sizeText(blob.size)}.`);
    } catch (error) {
      if (signal.aborted) return;
      const reason = error instanceof ExportFailure ? error.message : 'The browser could not keep the file.';
      setFailure(reason);
      say(`The export failed. ${reason}`);
    }
    running.current = null;
    setBytes(null);
  }

  return {
    bytes,
    failure,
    start(address) {
      if (running.current !== null) return;
      running.current = new AbortController();
      setFailure(null);
      setBytes(0);
      void run(address, running.current);
    },
    cancel() {
      running.current?.abort();
      running.current = null;
      setBytes(null);
    },
  };
}

function save(blob: Blob, fileName: string): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = fileName;
  link.click();
  // The browser takes hold of it after the click.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
