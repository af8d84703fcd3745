import { describeKills } from './crash-points.ts';
import { peopleScripts } from './scripts.ts';

describeKills(peopleScripts, 300);
