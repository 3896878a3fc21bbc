import { readComposeImages } from '../images/compose';
import { readDockerfileImages } from '../images/dockerfile';
import { parseDotEnv } from '../images/dot-env';
import type { ImageUse } from '../images/image-use';
import { isComposeName, isDockerfileName, mentionsImages } from '../images/recognition';
import type { TracedText } from '../images/traced-text';
import { folderAndAncestors, type Folders, under } from './folders';
import { GitIgnores } from './git-ignores';

const MAX_BYTES = 1024 * 1024;

/** Reads the images named in Dockerfiles and compose files, each folder once. */
export class ImagesReader {
  private readonly cache = new Map<string, readonly ImageUse[]>();
  /** Most plugins of a workspace have the same Dockerfile, so each text is parsed once. */
  private readonly dockerfiles = new Map<string, readonly ImageUse[]>();

  constructor(private readonly folders: Folders) {}

  /**
   * The images in the plugin's folder and in those above it: a compose file at the root runs every plugin below.
   *
   * @param counts whether a folder's files apply to the plugin
   * @throws InputError if one of the files can't be read
   */
  imagesOf(dir: string, counts: (folder: string) => boolean): ImageUse[] {
    return folderAndAncestors(dir)
      .filter(counts)
      .flatMap((folder) => this.inFolder(folder));
  }

  /** Reads the folder's files again when they are next asked for. */
  forget(folder: string): void {
    this.cache.delete(folder);
  }

  private inFolder(folder: string): readonly ImageUse[] {
    let images = this.cache.get(folder);
    if (!images) {
      images = this.read(folder);
      this.cache.set(folder, images);
    }
    return images;
  }

  private read(folder: string): ImageUse[] {
    const files = this.folders.list(folder)?.files ?? [];
    return files.flatMap((name) => {
      const isCompose = isComposeName(name);
      if (!isCompose && !isDockerfileName(name)) return [];
      const file = under(folder, name);
      const text = this.text(file);
      if (!mentionsImages(text)) return [];
      return isCompose
        ? readComposeImages(text, file, this.environment(folder))
        : this.inDockerfile(text, file);
    });
  }

  private inDockerfile(text: string, file: string): ImageUse[] {
    let images = this.dockerfiles.get(text);
    if (!images) {
      images = readDockerfileImages(text, file);
      this.dockerfiles.set(text, images);
    }
    return images.map((image) => inFile(image, file));
  }

  /** The variables of the `.env` beside a compose file; with the process's own, verdicts would depend on the computer. */
  private environment(folder: string): Record<string, TracedText> {
    const file = under(folder, '.env');
    // A file that git ignores differs between computers.
    if (!this.folders.has(folder, '.env') || this.isIgnored(folder, file)) return {};
    return parseDotEnv(this.text(file), file);
  }

  private isIgnored(folder: string, file: string): boolean {
    const gitIgnores = folderAndAncestors(folder).map((above) => under(above, '.gitignore'));
    return new GitIgnores(this.folders.root, gitIgnores).ignores(file);
  }

  private text(file: string): string {
    return this.folders.text(file, MAX_BYTES);
  }
}

/** The images of another Dockerfile with the same text, with this file's name. */
function inFile(image: ImageUse, file: string): ImageUse {
  return { ...image, file, ...(image.tagLocation && { tagLocation: { ...image.tagLocation, file } }) };
}
