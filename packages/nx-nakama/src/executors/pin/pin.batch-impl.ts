import { runsInBatch } from '../project-executor';
import { projectPinner } from './project-pinner';

/** Pins all projects of a run, two at a time. */
export default runsInBatch(projectPinner);
