import { readTextFile } from '../input/read-text';
import { fields, trimSpace } from './go-text';
import type { ModuleVersion, VendoredModule, VendorModules } from './module-files';
import { isImportPath } from './module-path';
import { isValidVersion } from './module-version';

/** A larger vendor/modules.txt is refused. */
const VENDOR_MODULES_MAX_BYTES = 4 * 1024 * 1024;

/**
 * Reads a vendor/modules.txt file.
 *
 * @throws InputError as `readTextFile`
 */
export function readVendorModules(absPath: string, displayPath: string): VendorModules {
  const text = readTextFile(absPath, displayPath, { maxBytes: VENDOR_MODULES_MAX_BYTES });
  return parseVendorModules(text, displayPath);
}

interface Section extends VendoredModule {
  replacement?: ModuleVersion;
  explicit: boolean;
  go?: string;
  readonly packages: string[];
}

/**
 * The sections of vendor/modules.txt, by cmd/go's rules (modload.readVendorList): what it ignores (unknown
 * annotations, lines of an unknown form) is ignored here; sections of one module and version become one.
 */
export function parseVendorModules(text: string, file: string): VendorModules {
  const modules = new Map<string, Section>();
  let section: Section | undefined;
  let workspace = false;

  for (const [index, rawLine] of text.split('\n').entries()) {
    if (rawLine.startsWith('# ')) {
      const header = moduleLine(rawLine, index + 1);
      if (header === 'unfinished') continue;
      section = header && mergeSection(modules, header);
    } else if (rawLine.startsWith('## ')) {
      const annotations = rawLine.slice(3).split(';').map(trimSpace);
      if (section) annotate(section, annotations);
      else workspace ||= annotations.includes('workspace');
    } else if (section) {
      const words = fields(rawLine);
      const [path] = words;
      if (words.length === 1 && path && isImportPath(path)) section.packages.push(path);
    }
  }
  return { file, workspace, modules: [...modules.values()] };
}

/** Undefined if Go does not understand the line; then the lines below belong to no module. */
function moduleLine(line: string, number: number): Section | 'unfinished' | undefined {
  const [, path, third, ...rest] = fields(line);
  if (path === undefined || third === undefined) return 'unfinished';
  const base = { path, explicit: false, packages: [], position: { line: number, column: 1 } };
  if (isValidVersion(third)) return { ...base, version: third, replacement: replacementIn(rest) };
  if (third === '=>') return { ...base, replacement: replacementIn([third, ...rest]) };
  return undefined;
}

/** `=> folder` or `=> path version`. */
function replacementIn([arrow, path, version, ...rest]: readonly string[]): ModuleVersion | undefined {
  if (arrow !== '=>' || path === undefined || rest.length > 0) return undefined;
  if (version === undefined) return { path };
  return isValidVersion(version) ? { path, version } : undefined;
}

function mergeSection(modules: Map<string, Section>, header: Section): Section {
  const key = `${header.path}\n${header.version ?? ''}`;
  const known = modules.get(key);
  if (!known) {
    modules.set(key, header);
    return header;
  }
  known.replacement = header.replacement ?? known.replacement;
  return known;
}

function annotate(section: Section, annotations: readonly string[]): void {
  for (const annotation of annotations) {
    if (annotation === 'explicit') section.explicit = true;
    else if (annotation.startsWith('go ')) section.go = annotation.slice('go '.length);
  }
}
