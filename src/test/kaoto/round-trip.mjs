// Reads route files as Kaoto 2.7.1 does and writes them as it saves them: its library and options
// (serializers/yaml-camel-resource-serializer), its order of keys (models/camel/camel-route-resource),
// and of comments those before the first line of YAML alone. Prints a JSON object: name to text.
import { readFileSync } from 'node:fs';
import { parse, stringify } from 'yaml';

const FIRST = ['id', 'description', 'uri', 'parameters', 'steps'];

const rank = (pair) => {
  const place = FIRST.indexOf(pair.key.value);
  return place < 0 ? FIRST.length : place;
};

const byPlaceThenName = (one, other) =>
  rank(one) - rank(other) || one.key.value.localeCompare(other.key.value) * (rank(one) === FIRST.length);

const leadingComment = (text) => {
  const lines = text.split('\n');
  const end = lines.findIndex((line) => line.trim() !== '' && !/^\s*#/.test(line));
  return lines
    .slice(0, end)
    .map((line) => (line.trim() === '' ? '' : '#' + line.replace(/^\s*#*/, '')) + '\n')
    .join('');
};

const saved = {};
for (const path of process.argv.slice(2)) {
  const text = readFileSync(path, 'utf8');
  saved[path] =
    leadingComment(text) + stringify(parse(text), { sortMapEntries: byPlaceThenName, schema: 'yaml-1.1' });
}
process.stdout.write(JSON.stringify(saved));
