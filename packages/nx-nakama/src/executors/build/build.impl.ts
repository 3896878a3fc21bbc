import { runsAlone } from '../project-executor';
import { projectBuilder } from './project-builder';

/** Builds one project; succeeds when every platform was built and the server loads what was. */
export default runsAlone(projectBuilder);
