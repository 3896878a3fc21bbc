import { runsInBatch } from '../project-executor';
import { projectTidier } from './project-tidier';

/** Tidies all projects of a run, two at a time. */
export default runsInBatch(projectTidier);
