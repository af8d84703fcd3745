const given = process.env['SECURITY_RUNS'];

/** How often the properties on which security rests are tried; undefined: as often as each test says. */
export const securityRuns = given === undefined ? undefined : Number(given);
