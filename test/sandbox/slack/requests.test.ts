import { describe, expect, it } from 'vitest';
import { defaultPeople, defaultPlaces } from '../../../sandbox/slack/people.ts';
import { open, read, reply } from './support.ts';

const { maria } = defaultPeople;
const { admins } = defaultPlaces;

const post = async (contentType: string | undefined, body: string, method = 'chat.postMessage') => {
  const slack = await open();
  const response = await fetch(`${slack.apiUrl}${method}`, {
    method: 'POST',
    body: new TextEncoder().encode(body),
    headers: {
      authorization: `Bearer ${slack.tokens.bot}`,
      ...(contentType === undefined ? {} : { 'content-type': contentType }),
    },
  });
  return (await read(response)).body;
};
const message = JSON.stringify({ channel: admins, text: 'a' });

describe('requests', () => {
  it('does not know a method that does not exist', async () => {
    const slack = await open();
    expect(await reply(slack, 'chat.postMassage')).toEqual({
      ok: false,
      error: 'unknown_method',
      req_method: 'chat.postMassage',
    });
  });

  it('takes JSON and warns about a missing charset', async () => {
    expect(await post('application/json', message)).toMatchObject({
      ok: true,
      warning: 'missing_charset',
      response_metadata: { warnings: ['missing_charset'] },
    });
    expect(await post('application/json; charset=utf-8', message)).not.toHaveProperty('warning');
  });

  it.each([
    ['a content type of its own', 'application/xml', '<a/>', 'invalid_post_type'],
    ['no content type', undefined, 'channel=C1', 'missing_post_type'],
    ['a charset of its own', 'application/json; charset=utf-7', '{}', 'invalid_charset'],
    ['broken JSON', 'application/json', '{', 'invalid_json'],
    ['a JSON list', 'application/json', '[]', 'json_not_object'],
    ['a multipart body without boundary', 'multipart/form-data', 'a', 'invalid_form_data'],
  ])('refuses %s', async (_name, contentType, body, error) => {
    expect(await post(contentType, body)).toMatchObject({ ok: false, error });
  });

  it('does not read a JSON body where only forms are taken', async () => {
    const body = JSON.stringify({ filename: 'a.csv', length: 3 });
    expect(await post('application/json; charset=utf-8', body, 'files.getUploadURLExternal')).toMatchObject({
      error: 'invalid_arguments',
      response_metadata: {
        messages: ['[ERROR] missing required field: filename', '[ERROR] missing required field: length'],
      },
    });
  });

  it('names a missing argument and a channel that is no string', async () => {
    const slack = await open();
    expect(await reply(slack, 'chat.postMessage', { text: 'a' })).toMatchObject({
      error: 'invalid_arguments',
      response_metadata: { messages: ['[ERROR] missing required field: channel'] },
    });
    expect(await post('application/json; charset=utf-8', '{"channel":["C1"],"text":"a"}')).toMatchObject({
      error: 'invalid_arguments',
      response_metadata: { messages: ['[ERROR] must provide a string [json-pointer:/channel]'] },
    });
  });

  it('opens a socket for a POST only', async () => {
    const slack = await open();
    const headers = { authorization: `Bearer ${slack.tokens.app}` };
    const response = await fetch(`${slack.apiUrl}apps.connections.open`, { headers });
    expect((await read(response)).body).toMatchObject({ error: 'insecure_request' });
  });

  it('reads arguments from the address of a GET', async () => {
    const slack = await open();
    const headers = { authorization: `Bearer ${slack.tokens.bot}` };
    const response = await fetch(`${slack.apiUrl}users.info?user=${maria.id}`, { headers });
    expect((await read(response)).body).toMatchObject({ ok: true, user: { id: maria.id } });
  });
});
