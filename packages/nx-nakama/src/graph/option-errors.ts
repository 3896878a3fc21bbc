import { nearMatch } from 'nakama-pins/detect';
import { isObject } from './json-object';
import { keyOfOldOption, TARGET_KEYS, TARGET_NAMES, type TargetKey } from './target-names';

const KEYS: readonly string[] = [...TARGET_KEYS, 'serverBinary'];

const FOUND_CHARACTERS = 60;

/** Everything in the plugin's options that it can't take, each as a message with its fix. */
export function optionProblems(options: unknown): string[] {
  if (options === undefined) return [];
  if (!isObject(options)) {
    return [
      problem(
        `"options" of the plugin nx-nakama must be an object, found ${shown(options)}`,
        'write "options": {}',
      ),
    ];
  }
  return Object.entries(options)
    .filter(([, value]) => value !== undefined)
    .flatMap(([key, value]) => {
      if (key === 'serverBinary') return binaryProblems(value);
      const target = TARGET_KEYS.find((known) => known === key);
      return target === undefined ? [unknownKey(key, value)] : targetProblems(target, value);
    });
}

/** Nx keeps the targets of a project by name: of two with one name, one would be lost. */
export function sameNameProblems(
  targets: readonly { readonly key: TargetKey; readonly name: string }[],
): string[] {
  return targets.flatMap(({ key, name }, i) => {
    const first = targets.slice(0, i).find((other) => other.name === name);
    if (first === undefined) return [];
    return [
      problem(
        `the options "${first.key}" and "${key}" of the plugin nx-nakama give two targets the name "${name}"`,
        `give one of them another "targetName", or write "${key}": false`,
      ),
    ];
  });
}

function unknownKey(key: string, value: unknown): string {
  const renamed = keyOfOldOption(key);
  if (renamed !== undefined) {
    return problem(
      `the option "${key}" of the plugin nx-nakama has a new form`,
      `write "${renamed}": { "targetName": ${shown(value)} }, or run "nx migrate nx-nakama" and ` +
        '"nx migrate --run-migrations", which rewrite it',
    );
  }
  return problem(`the plugin nx-nakama has no option ${shown(key)}`, instead(key, KEYS));
}

function targetProblems(key: TargetKey, value: unknown): string[] {
  if (value === false) return [];
  const example = `"${key}": { "targetName": "${TARGET_NAMES[key]}" }`;
  if (!isObject(value)) {
    return [
      problem(
        `the option "${key}" of the plugin nx-nakama must be an object or false, found ${shown(value)}`,
        `write ${example}, or "${key}": false to leave the target out`,
      ),
    ];
  }
  return Object.entries(value)
    .filter(([, inner]) => inner !== undefined)
    .flatMap(([name, inner]) => {
      if (name === 'inputs') return inputProblems(key, inner);
      if (name !== 'targetName') {
        return [
          problem(
            `the option "${key}" of the plugin nx-nakama has no key ${shown(name)}`,
            instead(name, ['targetName', 'inputs']),
          ),
        ];
      }
      if (typeof inner === 'string' && /^[^\s:]+$/.test(inner)) return [];
      return [
        problem(
          `"targetName" of the option "${key}" of the plugin nx-nakama must be a string without spaces and colons, ` +
            `found ${shown(inner)}`,
          `write a name such as ${example}`,
        ),
      ];
    });
}

/** Nothing that Nx would run. */
function inputProblems(key: TargetKey, value: unknown): string[] {
  const isInput = (input: unknown): boolean =>
    typeof input === 'string'
      ? /^!?\{(?:workspaceRoot|projectRoot)\}\//.test(input)
      : isObject(input) && Object.keys(input).join() === 'env' && /^\w+$/.test(String(input.env));
  if (Array.isArray(value) && value.every(isInput)) return [];
  return [
    problem(
      `"inputs" of the option "${key}" of the plugin nx-nakama must be a list of files and variables, found ${shown(value)}`,
      'write "inputs": ["{workspaceRoot}/fixtures/**/*", { "env": "DATABASE_URL" }]',
    ),
  ];
}

/** It becomes an input of Nx, so nothing that has a meaning there, and within the workspace. */
function binaryProblems(value: unknown): string[] {
  const isPath = typeof value === 'string' && /^[\w@+-][\w.@+/-]*$/.test(value);
  if (isPath && !value.split('/').includes('..')) return [];
  return [
    problem(
      'the option "serverBinary" of the plugin nx-nakama must be a path within the workspace ' +
        `(letters, digits and . _ - + @ /), found ${shown(value)}`,
      'write a path from the workspace root, such as "serverBinary": "bin/nakama"',
    ),
  ];
}

function instead(key: string, known: readonly string[]): string {
  const near = nearMatch(key, known);
  return near === undefined ? `use one of ${known.join(', ')}` : `write "${near}"`;
}

function problem(message: string, fix: string): string {
  return `nx.json: ${message}\n  fix: ${fix}`;
}

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > FOUND_CHARACTERS ? `${text.slice(0, FOUND_CHARACTERS)}…` : text;
}
