// Judges YAML texts by JSON Schema as an editor would. In: [{ schema, text }] on stdin; out: [true | message].
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';

const require = createRequire(process.argv[2] + '/');
const Ajv = require('ajv/dist/2020').default;
const { parse } = require('yaml');

const ajv = new Ajv({ strict: false, allErrors: true });
const compiled = new Map();
const verdicts = JSON.parse(readFileSync(0, 'utf8')).map(({ schema, text }) => {
  if (!compiled.has(schema)) compiled.set(schema, ajv.compile(JSON.parse(schema)));
  const validate = compiled.get(schema);
  return validate(parse(text, { version: '1.2', schema: 'core' })) || ajv.errorsText(validate.errors);
});
process.stdout.write(JSON.stringify(verdicts));
