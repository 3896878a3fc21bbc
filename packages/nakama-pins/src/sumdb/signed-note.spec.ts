import { openNote, parseVerifier } from './signed-note';
import { TestLog } from './testing/test-log';

/** A tree head of the real database, as it was served in November 2026. */
const REAL_KEY = 'sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8';
const REAL_NOTE = `go.sum database tree
70835252
i/47wIAMOilgNhOrV2EcYgX2bQrKd0NLTxkgv0yNjLA=

— sum.golang.org Az3grntgRsIwyJf+TSkhqXMVFN87bTvZxE/1OoFC5ace2k9a5YdqLBDp95lcBO5JimOuxtreauvj9N/JV/bzL9SwFgQ=
`;

const open = (note: string, key = REAL_KEY) => openNote(Buffer.from(note), parseVerifier(key));

it('opens a note of the real database', () => {
  expect(open(REAL_NOTE)).toBe(REAL_NOTE.slice(0, REAL_NOTE.indexOf('\n\n') + 1));
});

it('opens a note that others have signed too', () => {
  const other = new TestLog('other.example', 3).signedHead().split('\n\n')[1];
  expect(open(REAL_NOTE + other)).toContain('70835252');
  expect(open(REAL_NOTE.replace('\n\n', `\n\n${other}`))).toContain('70835252');
});

it.each([
  ['another size', REAL_NOTE.replace('70835252', '70835253'), 'is not that of this text'],
  ['another hash', REAL_NOTE.replace('i/47', 'i/48'), 'is not that of this text'],
  ['another signature', REAL_NOTE.replace('SwFgQ=', 'SwFgA='), 'is not that of this text'],
  ['a signature cut short', REAL_NOTE.replace('SwFgQ=', ''), 'malformed'],
  ['another name', REAL_NOTE.replace('— sum.golang.org', '— sum.example'), 'has not signed it'],
  ['no signature', `${REAL_NOTE.split('\n\n')[0]}\n`, 'malformed'],
  ['a line after the signatures', `${REAL_NOTE}more\n`, 'malformed'],
  ['no line feed at the end', REAL_NOTE.slice(0, -1), 'malformed'],
  ['control characters', REAL_NOTE.replace('tree', 'tree\r'), 'malformed'],
])('refuses a note with %s', (_, note, message) => {
  expect(() => open(note)).toThrow(message);
});

it('refuses a key whose hash is not its own', () => {
  expect(() => parseVerifier(REAL_KEY.replace('033de0ae', '033de0af'))).toThrow('not that of its key');
  expect(() => parseVerifier(REAL_KEY.replace('Ac4z', 'Ac4y'))).toThrow('not that of its key');
  expect(() => parseVerifier('sum.golang.org')).toThrow('malformed');
});
