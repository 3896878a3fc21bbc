import { isGoFile, type PackageFile, packageFiles } from '../go-module/package-files';
import { readBytes } from '../input/read-disk';
import { type Folders, under } from './folders';

/** A file of a package that is kept in the repository: below vendor/, or in the folder of a replace. */
export interface CopiedFile extends PackageFile {
  /** Relative to the workspace root. */
  readonly file: string;
}

/** Packages of other modules that are kept in the repository. Nothing is read before it is asked for. */
export interface PackageCopies {
  /** Whether a folder has Go files, tests not counted. */
  hasGo(dir: string): boolean;
  /**
   * The files of a folder that a build may read.
   * @throws InputError if one can't be read
   */
  files(dir: string): readonly CopiedFile[];
}

/** A larger file is refused; the largest one that any release links has 6 MB. */
const MAX_BYTES = 64 * 1024 * 1024;

/** Reads each folder once. */
export class CopiesReader implements PackageCopies {
  private readonly known = new Map<string, readonly CopiedFile[]>();

  constructor(private readonly folders: Folders) {}

  hasGo(dir: string): boolean {
    return this.folders.list(dir)?.files.some(isGoFile) ?? false;
  }

  files(dir: string): readonly CopiedFile[] {
    const known = this.known.get(dir) ?? this.read(dir);
    this.known.set(dir, known);
    return known;
  }

  private read(dir: string): CopiedFile[] {
    const files = packageFiles(this.folders.list(dir)?.files ?? [], (name) => this.bytes(under(dir, name)));
    return files.map(
      (file): CopiedFile => ({
        file: under(dir, file.name),
        name: file.name,
        isCompiled: file.isCompiled,
        // Hashed only if they are asked for.
        get code() {
          return file.code;
        },
        get surface() {
          return file.surface;
        },
      }),
    );
  }

  private bytes(file: string): Buffer {
    return readBytes(this.folders.absolute(file), file, { maxBytes: MAX_BYTES });
  }
}
