import { diskExplained, ImageError } from './image-error';
import { IMAGE_LIMITS, type ImageLimits, inTime } from './limits';

/** How an image at a registry is told from a path. */
export const IMAGE = 'image:';

export interface ImageOptions {
  /** The user's environment: HOME, DOCKER_CONFIG, proxies, PATH for credential helpers, NAKAMA_PINS_CACHE. */
  readonly env: NodeJS.ProcessEnv;
  /** Hosts of registries, with their ports, that are asked without TLS. None by default, the own computer included. */
  readonly insecure?: readonly string[];
  /** Ends all; nothing is kept then. */
  readonly signal?: AbortSignal;
  readonly limits?: Partial<ImageLimits>;
}

/** Options whose limits and end are decided. */
export type Bounded<T> = Omit<T, 'limits' | 'signal'> & {
  readonly limits: ImageLimits;
  readonly signal: AbortSignal;
};

/** Ends the work when its time is over. */
export async function withinLimits<T>(
  name: string,
  options: ImageOptions,
  work: (limits: ImageLimits, signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const limits = { ...IMAGE_LIMITS, ...options.limits };
  const ended = new AbortController();
  const file = name.startsWith(IMAGE) ? name.slice(IMAGE.length) : name;
  const timer = setTimeout(() => {
    ended.abort(
      new ImageError('timeout', {
        file,
        message: `the fetch took longer than ${inTime(limits.totalMs)}`,
        fix: 'run the command again when the network or the registry is faster',
      }),
    );
  }, limits.totalMs);
  try {
    return await work(limits, AbortSignal.any([ended.signal, ...(options.signal ? [options.signal] : [])]));
  } catch (error) {
    throw diskExplained(error, file);
  } finally {
    clearTimeout(timer);
  }
}
