import { runsInBatch } from '../project-executor';
import { projectVerifier } from './project-verifier';

/** Verifies all projects of a run. */
export default runsInBatch(projectVerifier);
