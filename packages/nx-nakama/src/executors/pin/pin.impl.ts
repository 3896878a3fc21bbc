import { runsAlone } from '../project-executor';
import { projectPinner } from './project-pinner';

/** Pins one project; succeeds when no pin is in conflict and the plugin loads. */
export default runsAlone(projectPinner);
