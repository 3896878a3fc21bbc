/**
 * The tag of all plugins that one server opens: Nx finds them by it, without a list in each project that would grow with
 * the square of the workspace.
 *
 * @param server as `PluginDetector.serverOf` names it
 */
export function serverTag(server: string): string {
  return `${SERVER_TAG}${server}`;
}

/** What the tag begins with. */
export const SERVER_TAG = 'nakama:server:';
