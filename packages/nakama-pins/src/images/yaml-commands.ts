import { isMap, isScalar, isSeq, type Node, Scalar, type YAMLMap } from 'yaml';
import { positionAt } from '../input/positions';
import type { Position } from '../input/problem';
import { orUndefined } from '../input/problem';
import { type BuildCommand, readSequence } from '../scripts/build-command';
import { type GoCommand, goCommandsOf } from '../scripts/go-commands';
import { type Variables, withValues } from '../scripts/variables';
import { placeInFile } from './script-place';
import { mayBuildPlugin } from './text-commands';
import { parseYaml, scalarText, type YamlDocument } from './yaml-document';

/** The keys of scripts: GitHub, GitLab and other pipelines, Taskfiles; compose, Kubernetes and Dev Containers. */
const SCRIPTS: ReadonlySet<string> = new Set([
  'run',
  'script',
  'before_script',
  'after_script',
  'cmd',
  'cmds',
  'commands',
  'command',
  'entrypoint',
  'args',
  'sh',
]);
/** The keys of variables that the scripts below them get. */
const VARIABLES: ReadonlySet<string> = new Set(['env', 'environment', 'variables', 'vars']);
/** The keys of the folder that the scripts beside them run in. */
const FOLDERS = ['working-directory', 'working_dir', 'workingDir', 'dir'] as const;
/** Its entrypoint is go. */
const BUILDER_IMAGE = /(?:^|\/)nakama-pluginbuilder(?:[:@]\S*)?$/;

/** The commands of a pipeline, a Taskfile, a compose file or a manifest that build a plugin. */
export function readYamlCommands(text: string, file: string): BuildCommand[] {
  if (!mayBuildPlugin(text)) return [];
  const source = text.replace(/^\uFEFF/, '');
  // A template is no YAML yet.
  return (
    orUndefined(() =>
      parseYaml(source, file).flatMap((yaml) => {
        const reader = new Reader(yaml, source);
        reader.walk(yaml.root, { env: new Map(), image: undefined, folder: undefined });
        return readSequence({ file, commands: reader.found, isImage: false }).found;
      }),
    ) ?? []
  );
}

/** What the places above a script say of it. */
interface Around {
  readonly env: Variables;
  /** The image that runs it. */
  readonly image: string | undefined;
  readonly folder: string | undefined;
}

class Reader {
  readonly found: { readonly command: GoCommand; readonly position: () => Position }[] = [];

  constructor(
    private readonly yaml: YamlDocument,
    private readonly source: string,
  ) {}

  walk(node: Node | undefined, around: Around): void {
    if (isSeq(node)) {
      for (const item of node.items) this.walk(this.yaml.follow(item), around);
      return;
    }
    if (!isMap(node)) return;
    const own = this.variablesOf(node);
    const inside: Around = {
      env: own.length > 0 ? withValues(around.env, own) : around.env,
      image: this.imageOf(node) ?? around.image,
      folder: this.folderOf(node) ?? around.folder,
    };
    for (const { key, value } of node.items) {
      const name = scalarText(key) ?? '';
      const below = this.yaml.follow(value);
      if (SCRIPTS.has(name)) this.script(below, inside, this.entrypoint(node, name, inside.image));
      this.walk(below, inside);
    }
  }

  private folderOf(map: YAMLMap): string | undefined {
    const defaults = this.yaml.get(map, 'defaults');
    const run = isMap(defaults) ? this.yaml.get(defaults, 'run') : undefined;
    return [map, run]
      .filter(isMap)
      .flatMap((each) => FOLDERS.map((key) => scalarText(this.yaml.get(each, key))))
      .find((folder) => folder !== undefined);
  }

  private variablesOf(map: YAMLMap): [string, string | undefined][] {
    return map.items
      .filter(({ key }) => VARIABLES.has(scalarText(key) ?? ''))
      .flatMap(({ value }) => {
        const node = this.yaml.follow(value);
        if (isMap(node))
          return node.items.map((pair) => this.variable(scalarText(pair.key) ?? '', pair.value));
        return isSeq(node) ? node.items.flatMap((item) => this.listed(this.yaml.follow(item))) : [];
      });
  }

  /** GitLab and Taskfiles may describe a variable in a map; what is computed is not known. */
  private variable(name: string, value: unknown): [string, string | undefined] {
    const node = this.yaml.follow(value);
    return [name, scalarText(isMap(node) ? this.yaml.get(node, 'value') : node)];
  }

  /** `NAME=value`, or a container's `{ name, value }`. */
  private listed(item: Node | undefined): [string, string | undefined][] {
    if (isMap(item)) {
      const name = scalarText(this.yaml.get(item, 'name'));
      return name === undefined ? [] : [this.variable(name, this.yaml.get(item, 'value'))];
    }
    const [, name, value] = /^(\w+)=(.*)$/s.exec(scalarText(item) ?? '') ?? [];
    return name === undefined ? [] : [[name, value]];
  }

  /** `image:` of a service or container, `uses: docker://…` of a step. */
  private imageOf(map: YAMLMap): string | undefined {
    const image = scalarText(this.yaml.get(map, 'image'));
    const uses = scalarText(this.yaml.get(map, 'uses'));
    return image ?? (uses?.startsWith('docker://') ? uses.slice('docker://'.length) : undefined);
  }

  /** `go` where the image's own entrypoint runs what the key says. */
  private entrypoint(map: YAMLMap, key: string, image: string | undefined): string {
    const isOwn =
      key === 'args' ? !this.has(map, 'command') : key === 'command' && !this.has(map, 'entrypoint');
    return isOwn && image !== undefined && BUILDER_IMAGE.test(image) ? 'go ' : '';
  }

  private has(map: YAMLMap, key: string): boolean {
    return map.items.some((item) => scalarText(item.key) === key);
  }

  /** A text, a list of texts, or the words of one command. */
  private script(node: Node | undefined, around: Around, entrypoint: string): void {
    if (isScalar(node)) this.take(node, entrypoint + (scalarText(node) ?? ''), around, entrypoint.length);
    if (!isSeq(node)) return;
    const items = node.items.map((item) => this.yaml.follow(item));
    const words = items.map(scalarText);
    const isCommand = words.every((word) => word !== undefined) && isOneCommand(words, entrypoint);
    if (isCommand) this.take(node, `${entrypoint}${words.map(quoted).join(' ')}`, around, entrypoint.length);
    else for (const item of items) this.script(item, around, entrypoint);
  }

  private take(node: Node, text: string, { env, folder }: Around, before: number): void {
    const place = placeInFile(node, this.yaml, this.source);
    const inLine = this.offsetInLine(node, text);
    const written = text.slice(before);
    for (const command of goCommandsOf({ text, env: () => env, folder })) {
      const offset = Math.max(0, command.start - before);
      this.found.push({
        command,
        position: () => inLine(offset) ?? place(positionAt(written, offset)),
      });
    }
  }

  /** The place in a text of one line that stands as it is. */
  private offsetInLine(node: Node, text: string): (offset: number) => Position | undefined {
    const { line, column } = this.yaml.position(node);
    const isPlain = isScalar(node) && node.type === Scalar.PLAIN && !text.includes('\n');
    const start = node.range?.[0] ?? 0;
    return (offset) =>
      isPlain && this.source.startsWith(text.slice(offset, offset + 2), start + offset)
        ? { line, column: column + offset }
        : undefined;
  }
}

/** `[go, build, -trimpath]` and `[sh, -c, "go build"]` are one command; a pipeline's list has a command in each item. */
function isOneCommand(words: readonly (string | undefined)[], entrypoint: string): boolean {
  return entrypoint !== '' || (words.length > 1 && !/\s/.test(words[0] ?? ' '));
}

function quoted(word: string | undefined = ''): string {
  return /^[\w./:=,@%+-]+$/.test(word) ? word : `'${word.replace(/'/g, `'"'"'`)}'`;
}
