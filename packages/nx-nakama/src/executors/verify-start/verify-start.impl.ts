import { runsAlone } from '../project-executor';
import { projectStarter } from './project-starter';

/** Starts a real server with one project's plugin; succeeds when it answers. */
export default runsAlone(projectStarter);
