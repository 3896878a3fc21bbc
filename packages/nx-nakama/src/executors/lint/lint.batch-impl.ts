import { runsInBatch } from '../project-executor';
import { projectLinter } from './project-linter';

/** Lints all projects of a run, two at a time. */
export default runsInBatch(projectLinter);
