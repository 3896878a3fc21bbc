import { runsAlone } from '../project-executor';
import { projectLoader } from './project-loader';

/** Has the real server open one project's plugin; succeeds when it does. */
export default runsAlone(projectLoader);
