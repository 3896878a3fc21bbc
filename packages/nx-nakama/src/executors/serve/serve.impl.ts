import { runsAlone } from '../project-executor';
import { projectServer } from './project-server';

/** Runs a server with one project's plugin, and again after each change, until it is stopped. */
export default runsAlone(projectServer);
