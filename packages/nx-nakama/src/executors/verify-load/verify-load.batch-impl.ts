import { runsInBatch } from '../project-executor';
import { projectLoader } from './project-loader';

/** Has real servers open the plugins of all projects of a run; plugins of several projects in one server are opened once. */
export default runsInBatch(projectLoader);
