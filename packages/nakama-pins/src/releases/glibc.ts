/** Orders `2.4` before `2.34`. */
export function compareGlibc(a: string, b: string): number {
  const [x, y] = [a, b].map((version) => version.split('.').map(Number)) as [number[], number[]];
  for (let i = 0; i < Math.max(x.length, y.length); i++) {
    const difference = (x[i] ?? 0) - (y[i] ?? 0);
    if (difference !== 0) return Math.sign(difference);
  }
  return 0;
}

/** Debian's glibc by code name (https://packages.debian.org/search?keywords=libc6): the server's images are Debian. */
const DEBIAN_GLIBC: Readonly<Record<string, string>> = {
  buster: '2.28',
  bullseye: '2.31',
  bookworm: '2.36',
  trixie: '2.41',
};

/** The glibc of a base image, `debian:bookworm-slim` -> `2.36`; undefined for an unknown image. */
export function glibcOfImage(image: string): string | undefined {
  const codeName = Object.keys(DEBIAN_GLIBC).find((name) => image.includes(name));
  return codeName === undefined ? undefined : DEBIAN_GLIBC[codeName];
}
