import { runsInBatch } from '../project-executor';
import { projectBuilder } from './project-builder';

/** Builds all projects of a run, two at a time. */
export default runsInBatch(projectBuilder);
