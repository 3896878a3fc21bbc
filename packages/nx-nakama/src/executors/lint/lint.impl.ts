import { runsAlone } from '../project-executor';
import { projectLinter } from './project-linter';

/** Vets and lints one project, printing what is found; succeeds when nothing is. */
export default runsAlone(projectLinter);
