import { runsAlone } from '../project-executor';
import { projectTester } from './project-tester';

/** Runs the tests of one project, printing as go does; succeeds when all pass. */
export default runsAlone(projectTester);
