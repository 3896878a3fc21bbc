/** Longer lines are cut: what explains stands at the beginning, and a log may be one line of gigabytes. Bytes. */
const LONGEST_LINE = 256 * 1024;

const LINE_FEED = 0x0a;

/** The lines of a log as they come, in constant memory. Bytes that are not UTF-8 are replaced. */
export async function* linesOf(chunks: AsyncIterable<Buffer>): AsyncGenerator<string> {
  let pieces: Buffer[] = [];
  let length = 0;
  const take = (piece: Buffer): void => {
    const room = LONGEST_LINE - length;
    if (room <= 0) return;
    pieces.push(piece.length > room ? piece.subarray(0, room) : piece);
    length += Math.min(room, piece.length);
  };
  const line = (): string => {
    const text = Buffer.concat(pieces).toString('utf8').replace(/\r$/, '');
    pieces = [];
    length = 0;
    return text;
  };
  for await (const chunk of chunks) {
    let from = 0;
    for (let at = chunk.indexOf(LINE_FEED); at >= 0; at = chunk.indexOf(LINE_FEED, from)) {
      take(chunk.subarray(from, at));
      yield line();
      from = at + 1;
    }
    // A copy: who gives the chunk may fill it again.
    if (from < chunk.length) take(Buffer.from(chunk.subarray(from, from + LONGEST_LINE)));
  }
  if (length > 0) yield line();
}
