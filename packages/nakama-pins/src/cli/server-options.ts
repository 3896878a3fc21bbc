import { Option } from 'commander';
import { secondsOf } from './verify-load';

/** Options of commands that start a server; what they say of two is their own. */
export function serverOptions(words: { readonly emulator: string; readonly database: string }): Option[] {
  return [
    new Option('--server <kind>', 'where the server comes from')
      .choices(['auto', 'binary', 'module'])
      .default('auto'),
    new Option('--binary <file>', "a server's program, from the root of the workspace"),
    new Option('--emulator <command>', words.emulator),
    new Option('--database <address>', words.database),
    new Option(
      '--config <files...>',
      "files of Nakama's configuration, from the root of the workspace: local.yml",
    ),
    new Option('--env <variables...>', 'what the server sees in its environment: STRIPE_KEY=test'),
    new Option('--timeout <seconds>', 'so long may a start take (default: 60)').argParser(secondsOf),
  ];
}
