import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { settings } from '../../src/config/settings.ts';
import { wantedScopes } from '../../src/okta/scopes.ts';
import { temporaryDir } from '../support/store.ts';
import { renderChart } from './chart.ts';
import { read, root } from './texts.ts';

const names: readonly string[] = settings.flatMap(({ name }) => [name, `${name}_FILE`]);
/** Set by the image or the unit, and no setting of the bot. */
const others = ['NODE_ENV'];

const service = z.object({
  read_only: z.literal(true),
  cap_drop: z.tuple([z.literal('ALL')]),
  security_opt: z.tuple([z.literal('no-new-privileges:true')]),
  user: z.literal('node'),
  environment: z.record(z.string(), z.string()),
  volumes: z.tuple([z.literal('data:/data')]),
});

describe('compose.yml', () => {
  const { services, volumes } = z
    .object({ services: z.record(z.string(), z.looseObject({})), volumes: z.record(z.string(), z.unknown()) })
    .parse(parse(read('compose.yml')));

  it('runs the bot with no more than it needs, and names only settings there are', () => {
    expect(Object.keys(volumes)).toEqual(['data']);
    for (const each of Object.values(services)) {
      const { environment } = service.parse(each);
      expect(Object.keys(environment).filter((name) => !names.includes(name))).toEqual([]);
    }
  });

  it('gives it an init, and time to finish', () => {
    expect(services['bot']).toMatchObject({ init: true, stop_grace_period: '35s' });
  });
});

describe('the Helm chart', () => {
  const objects = renderChart('desk').map((object) => z.looseObject({ kind: z.string() }).parse(object));
  const one = (kind: string): unknown => objects.find((object) => object.kind === kind);

  it('fills in every value, and names everything after its release', () => {
    expect(JSON.stringify(objects)).not.toMatch(/\{\{|\}\}"|undefined/);
    for (const object of objects) expect(object).toMatchObject({ metadata: { name: 'desk' } });
    expect(objects.map(({ kind }) => kind).toSorted()).toEqual([
      'ConfigMap',
      'Deployment',
      'NetworkPolicy',
      'PersistentVolumeClaim',
      'Service',
    ]);
  });

  it('makes one pod at a time, on a disk of its own', () => {
    expect(one('Deployment')).toMatchObject({ spec: { replicas: 1, strategy: { type: 'Recreate' } } });
    expect(one('PersistentVolumeClaim')).toMatchObject({
      metadata: { name: 'desk', annotations: { 'helm.sh/resource-policy': 'keep' } },
      spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '2Gi' } } },
    });
  });

  it('gives the pod no rights, and probes it for what each probe is for', () => {
    const pod = z
      .object({ spec: z.object({ template: z.object({ spec: z.looseObject({}) }) }) })
      .parse(one('Deployment')).spec.template.spec;
    expect(pod).toMatchObject({
      automountServiceAccountToken: false,
      securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
      containers: [
        {
          securityContext: {
            allowPrivilegeEscalation: false,
            readOnlyRootFilesystem: true,
            capabilities: { drop: ['ALL'] },
          },
          livenessProbe: { httpGet: { path: '/healthz' } },
          readinessProbe: { httpGet: { path: '/readyz' } },
        },
      ],
    });
  });

  it('names only settings there are, and none that is a secret', () => {
    const { data } = z.object({ data: z.record(z.string(), z.string()) }).parse(one('ConfigMap'));
    const open = settings.filter(({ secret }) => !secret).map(({ name }) => name);
    expect(Object.keys(data).filter((name) => !open.some((known) => known === name))).toEqual([]);
  });

  it('lets the pod out to names and https only', () => {
    expect(one('NetworkPolicy')).toMatchObject({
      spec: {
        policyTypes: ['Ingress', 'Egress'],
        egress: [{ ports: [{ port: 53 }, { port: 53 }] }, { ports: [{ port: 443 }] }],
      },
    });
  });
});

const unit = read('deploy/systemd/token-desk.service');

/** Present on machines that systemd runs; what the unit says is looked at on all of them. */
const analyze = '/usr/bin/systemd-analyze';

describe('the systemd unit', () => {
  it('does not forbid what V8 does at run time', () => {
    expect(unit).not.toMatch(/^MemoryDenyWriteExecute/m);
  });

  it('names only settings there are, and reads every secret from a credential it loads', () => {
    const set = [...unit.matchAll(/^Environment=(\w+)=(.*)$/gm)];
    expect(set.map(([, name = '']) => name).filter((name) => ![...names, ...others].includes(name))).toEqual(
      [],
    );
    const loaded = [...unit.matchAll(/^LoadCredential=(\w+):/gm)].map(([, name = '']) => name);
    const used = set.filter(([, name = '']) => name.endsWith('_FILE')).map(([, , value = '']) => value);
    expect(used).toEqual(loaded.map((name) => `%d/${name}`));
  });

  it.runIf(existsSync(analyze))('is understood by systemd, and exposes little', () => {
    const dir = temporaryDir();
    const node = join(dir, 'node_modules/.bin/node');
    mkdirSync(join(dir, 'node_modules/.bin'), { recursive: true });
    writeFileSync(node, '');
    chmodSync(node, 0o755);
    const units = ['token-desk.service', 'token-desk-backup.service', 'token-desk-backup.timer'].map(
      (name) => {
        const path = join(dir, name);
        writeFileSync(path, read(`deploy/systemd/${name}`).replaceAll('/opt/token-desk', dir));
        return path;
      },
    );
    const verified = spawnSync(analyze, ['verify', '--man=no', ...units], { encoding: 'utf8' });
    expect(verified.stderr.split('\n').filter((line) => line.includes('token-desk'))).toEqual([]);
    // The threshold counts tenths: 2.0 of 10.
    const weighed = spawnSync(analyze, ['security', '--offline=true', '--threshold=20', units[0] ?? '']);
    expect(weighed.status).toBe(0);
  });
});

describe('the Terraform example', () => {
  it('grants the scopes that the bot asks for', () => {
    const text = read('deploy/terraform/main.tf');
    const granted = [...(/scopes = \[([^\]]*)\]/.exec(text)?.[1] ?? '').matchAll(/"([^"]+)"/g)].map(
      ([, scope]) => scope,
    );
    expect(granted).toEqual(wantedScopes.map(({ scope }) => scope));
  });
});

describe('the list of licences', () => {
  it('names every package that is shipped, and finds none that needs a decision', () => {
    const text = execFileSync(process.execPath, ['deploy/licences.ts'], { cwd: root, encoding: 'utf8' });
    for (const name of ['better-sqlite3', 'oauth4webapi', 'prom-client']) expect(text).toContain(`${name}@`);
    expect(text).not.toContain('vitest@');
  });
});
