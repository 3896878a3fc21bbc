import { runsAlone } from '../project-executor';
import { projectVerifier } from './project-verifier';

/** Verifies one project, printing the report; succeeds only when the plugin loads. */
export default runsAlone(projectVerifier);
