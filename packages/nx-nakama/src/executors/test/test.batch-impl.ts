import { runsInBatch } from '../project-executor';
import { projectTester } from './project-tester';

/** Tests all projects of a run, two at a time. */
export default runsInBatch(projectTester);
