import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** Everything Okta's document does that a validator has to understand, in the smallest form. */
export const smallSpec = `
openapi: 3.0.3
info: { title: Small, version: '1' }
paths:
  /api/v1/users:
    get:
      parameters:
        - { in: query, name: limit, schema: { type: integer, maximum: 200 } }
        - $ref: '#/components/parameters/deep'
      responses:
        '200':
          content: { application/json: { schema: { type: array, items: { $ref: '#/components/schemas/User' } } } }
  /api/v1/users/{userId}/factors:
    parameters:
      - { in: path, name: userId, required: true, schema: { type: string } }
    post:
      parameters:
        - { in: query, name: activate, schema: { type: boolean } }
      requestBody: { $ref: '#/components/requestBodies/Factor' }
      responses:
        '200':
          content: { application/json: { schema: { $ref: '#/components/schemas/Factor' } } }
        '403': { $ref: '#/components/responses/Forbidden' }
  /api/v1/users/{userId}/factors/catalog:
    get:
      responses:
        '200':
          content: { application/json: { schema: { type: array, items: { $ref: '#/components/schemas/Missing' } } } }
  /api/v1/users/{userId}/factors/{factorId}:
    delete:
      responses:
        '204': { description: No Content }
  /api/v1/users/{userId}/factors/{factorId}/verify:
    post:
      requestBody: { content: { application/json: { schema: { $ref: '#/components/schemas/Verify' } } } }
      responses: {}
  /api/v1/authenticators:
    get:
      responses:
        '200':
          content: { application/json: { schema: { type: array, items: { $ref: '#/components/schemas/Authenticator' } } } }
  /api/v1/authenticators/{authenticatorId}/methods/{methodType}:
    get:
      responses:
        '200':
          content: { application/json: { schema: { $ref: '#/components/schemas/Method' } } }
  /api/v1/users/{userId}/authenticator-enrollments:
    get:
      responses:
        '200':
          content: { application/json: { schema: { $ref: '#/components/schemas/Enrollment' } } }
components:
  parameters:
    deep: { in: query, name: deep, schema: { type: array, items: { type: string, enum: [phone] } } }
  requestBodies:
    Factor:
      required: true
      content: { application/json: { schema: { $ref: '#/components/schemas/Factor' } } }
  responses:
    Forbidden:
      content: { application/json: { schema: { $ref: '#/components/schemas/Error' } } }
  schemas:
    Error:
      type: object
      properties:
        errorCode: { type: string }
        errorCauses: { type: array, items: { type: object } }
    User:
      type: object
      required: [id]
      properties:
        id: { type: string, readOnly: true }
        lastLogin: { type: string, format: date-time, nullable: true }
        status: { $ref: '#/components/schemas/Status' }
    Status: { type: string, enum: [ACTIVE, ACTIVE, STAGED], readOnly: true }
    Factor:
      type: object
      properties:
        id: { type: string, readOnly: true }
        factorType: { type: string }
        profile: { type: object }
        status: { $ref: '#/components/schemas/Status' }
      discriminator:
        propertyName: factorType
        mapping:
          'token:hotp': '#/components/schemas/Hotp'
          sms: '#/components/schemas/Sms'
    Hotp:
      allOf:
        - $ref: '#/components/schemas/Factor'
        - type: object
          properties:
            provider: { enum: [CUSTOM] }
            factorProfileId: { type: string }
            profile:
              type: object
              properties: { sharedSecret: { type: string, writeOnly: true } }
    Sms:
      allOf:
        - $ref: '#/components/schemas/Factor'
        - type: object
          properties: { provider: { enum: [OKTA] } }
    Verify:
      oneOf:
        - { title: sms, properties: { passCode: { type: string } } }
        - { title: hotp, properties: { passCode: { type: string } } }
    Authenticator:
      type: object
      properties:
        key: { type: string, enum: [okta_email] }
      discriminator:
        propertyName: key
        mapping: { custom_otp: '#/components/schemas/Otp', okta_email: '#/components/schemas/Otp' }
    Otp:
      allOf: [{ $ref: '#/components/schemas/Authenticator' }]
    Method:
      type: object
      properties:
        type: { type: string }
        timeIntervalInSeconds: { type: integer }
    Enrollment:
      type: object
      properties: { id: { type: string } }
`;

/** A directory's file with the text, removed with its test. */
export function specFile(text: string): string {
  const directory = mkdtempSync(join(tmpdir(), 'contract-'));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  const path = join(directory, 'openapi.yaml');
  writeFileSync(path, text);
  return path;
}
