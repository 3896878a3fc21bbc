/** What go says while it downloads depends on what the computer has already: it is progress, and no result. */
export function isDownload(line: string): boolean {
  return line.startsWith('go: downloading ');
}

/** Of what go says only downloads are progress; why it would not do its work is for others to say. */
export function downloadsOnly(onLine: ((line: string) => void) | undefined): (line: string) => void {
  return (line) => {
    if (isDownload(line)) onLine?.(line);
  };
}
