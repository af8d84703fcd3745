// docs.slack.dev/reference/objects/file-object#types
export interface FileType {
  readonly filetype: string;
  readonly mimetype: string;
  readonly prettyType: string;
  readonly isText: boolean;
}

const text = (filetype: string, mimetype: string, prettyType: string): FileType => ({
  filetype,
  mimetype,
  prettyType,
  isText: true,
});
const binary = (filetype: string, mimetype: string, prettyType: string): FileType => ({
  filetype,
  mimetype,
  prettyType,
  isText: false,
});

const byExtension: Readonly<Record<string, FileType>> = {
  csv: text('csv', 'text/csv', 'CSV'),
  txt: text('text', 'text/plain', 'Plain Text'),
  tsv: text('tsv', 'text/tab-separated-values', 'TSV'),
  json: text('json', 'application/json', 'JSON'),
  xml: text('xml', 'application/xml', 'XML'),
  asc: text('text', 'text/plain', 'Plain Text'),
  xlsx: binary(
    'xlsx',
    'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    'Excel Spreadsheet',
  ),
  pdf: binary('pdf', 'application/pdf', 'PDF'),
  png: binary('png', 'image/png', 'PNG'),
  jpg: binary('jpg', 'image/jpeg', 'JPEG'),
  zip: binary('zip', 'application/zip', 'Zip'),
};

/** What Slack makes of a file's name; what it cannot place is plain binary. */
export function fileTypeOf(name: string): FileType {
  const extension = name.includes('.') ? name.slice(name.lastIndexOf('.') + 1).toLowerCase() : '';
  return byExtension[extension] ?? binary('binary', 'application/octet-stream', 'Binary');
}
