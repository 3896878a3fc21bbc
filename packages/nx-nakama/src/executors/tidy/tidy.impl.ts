import { runsAlone } from '../project-executor';
import { projectTidier } from './project-tidier';

/** Tidies one project, or says what that would change; succeeds when it is tidy then. */
export default runsAlone(projectTidier);
