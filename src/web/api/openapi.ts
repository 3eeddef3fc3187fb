import { z } from 'zod';
import { noQuery, takesBody, type Endpoint } from './endpoint.ts';

type Json = Readonly<Record<string, unknown>>;

interface Wrapped {
  readonly properties: { readonly it: Json };
  readonly $defs?: Readonly<Record<string, Json>>;
}

/** Gives a JSON Schema; those with a name are only referred to. */
type Refer = (schema: z.ZodType, io: 'input' | 'output') => Json;

/** `named` fills as schemas are referred to. */
function openSchemas(): { readonly refer: Refer; readonly named: Json } {
  const named: Record<string, Json> = {};
  const refer: Refer = (schema, io) => {
    // Inside an object also the schema itself is referred to by its name.
    const wrapped = z.toJSONSchema(z.object({ it: schema }), { io, unrepresentable: 'any' });
    const moved = JSON.stringify(wrapped).replaceAll('"#/$defs/', '"#/components/schemas/');
    const { properties, $defs }: Wrapped = JSON.parse(moved);
    Object.assign(named, $defs);
    return properties.it;
  };
  return { refer, named };
}

function content(type: string, schema: Json): Json {
  return { content: { [type]: { schema } } };
}

/** RFC 9457. */
const problemSchema = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string().optional(),
    errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
  })
  .meta({ id: 'Problem' });

function problems({
  path,
  method,
  query,
  body,
  roles,
}: Endpoint): Readonly<Record<number, string>> {
  const given = query !== noQuery || takesBody({ body });
  return {
    ...(given && { 400: 'Something given is not right; see `errors`' }),
    401: 'No valid token',
    ...(roles && { 403: `Only for the role ${roles.join(', ')}` }),
    ...(path.includes('{') && { 404: 'Not there, or not for this token' }),
    ...(method !== 'get' && { 409: 'Its state does not allow it' }),
  };
}

function numberParameter({ path }: Endpoint): Json[] {
  if (!path.includes('{number}')) return [];
  const schema = { type: 'string', examples: ['D1042'] };
  return [{ name: 'number', in: 'path', required: true, schema }];
}

function queryParameters({ query }: Endpoint): Json[] {
  // What is given as text is told as what it means: `limit` is an integer.
  const { properties = {} } = z.toJSONSchema(query, { io: 'output' });
  const { required = [] } = z.toJSONSchema(query, { io: 'input', unrepresentable: 'any' });
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    in: 'query',
    required: required.includes(name),
    schema,
  }));
}

function responses(endpoint: Endpoint, refer: Refer): Json {
  const { status = 200, answer } = endpoint;
  const said = content('application/problem+json', refer(problemSchema, 'output'));
  const refusals = Object.entries(problems(endpoint)).map(([code, description]) => [
    code,
    { description, ...said },
  ]);
  const done = { description: 'Done', ...content('application/json', refer(answer, 'output')) };
  return { [status]: done, ...Object.fromEntries(refusals) };
}

/** `post /seekers/{number}/verify` is called postSeekersNumberVerify. */
function nameOf({ method, path }: Endpoint): string {
  return method + path.replaceAll(/\W+(\w?)/g, (_all, letter: string) => letter.toUpperCase());
}

function operation(endpoint: Endpoint, refer: Refer): Json {
  const { summary, body } = endpoint;
  const sent = takesBody(endpoint) && content('application/json', refer(body, 'input'));
  return {
    operationId: nameOf(endpoint),
    summary,
    parameters: [...numberParameter(endpoint), ...queryParameters(endpoint)],
    ...(sent && { requestBody: { required: true, ...sent } }),
    responses: responses(endpoint, refer),
  };
}

function paths(endpoints: readonly Endpoint[], refer: Refer): Json {
  const byPath: Record<string, Record<string, Json>> = {};
  for (const endpoint of endpoints) {
    const operations = (byPath[endpoint.path] ??= {});
    operations[endpoint.method] = operation(endpoint, refer);
  }
  return byPath;
}

/** The description of the API (OpenAPI 3.1), made from the very schemas that check what comes and goes. */
export function describeApi(endpoints: readonly Endpoint[]): Json {
  const { refer, named } = openSchemas();
  return {
    openapi: '3.1.0',
    info: { title: 'SapaKerja', version: '1' },
    servers: [{ url: '/api/v1' }],
    security: [{ token: [] }],
    paths: paths(endpoints, refer),
    components: {
      securitySchemes: { token: { type: 'http', scheme: 'bearer' } },
      schemas: named,
    },
  };
}
