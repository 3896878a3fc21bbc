/** What go prints while it downloads depends on what this computer already has, so it is progress, not a result. */
export function isDownload(line: string): boolean {
  return line.startsWith('go: downloading ');
}

/** Passes on only lines about downloads; why go failed is reported elsewhere. */
export function downloadsOnly(onLine: ((line: string) => void) | undefined): (line: string) => void {
  return (line) => {
    if (isDownload(line)) onLine?.(line);
  };
}
