import { describeKills } from './crash-points.ts';
import { oktaScripts } from './scripts.ts';

describeKills(oktaScripts, 500);
