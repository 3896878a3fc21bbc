import { runsInBatch } from '../project-executor';
import { projectStarter } from './project-starter';

/** Starts real servers with the plugins of all projects of a run, on one database. */
export default runsInBatch(projectStarter);
