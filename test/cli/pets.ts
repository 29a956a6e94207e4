import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { epilot, temporaryFolder } from './command.js'
import { json, recordingServer } from './recording-server.js'

/** A document of an API with path, query, header and body parameters of many kinds. */
export const pets = (server: string): string => `openapi: 3.1.0
info: { title: Pets, version: '1' }
servers: [{ url: '${server}' }]
security: [{ Key: [] }]
components:
  securitySchemes:
    Key: { type: apiKey, in: header, name: x-api-key }
paths:
  /pets/{id}:
    get:
      operationId: getPet
      parameters:
        - { name: id, in: path, required: true, schema: { type: string } }
        - { name: limit, in: query, schema: { type: integer, minimum: 1 } }
        - { name: big, in: query, schema: { type: integer } }
        - { name: tags, in: query, explode: false, schema: { type: array, items: { type: string } } }
        - { name: filter, in: query, style: deepObject, schema: { type: object } }
        - { name: X-Trace, in: header, schema: { type: boolean } }
        - { name: X-Note, in: header, schema: { type: string } }
      responses: { '200': { description: OK, content: { application/json: { schema: {} } } } }
  /herds/{herd}:
    get:
      operationId: getHerd
      parameters: [{ name: herd, in: path, required: true, schema: { type: object } }]
      responses: { '204': { description: OK } }
  /pets:
    post:
      operationId: addPet
      requestBody:
        required: true
        content:
          application/json: { schema: { type: object, required: [name], properties: { name: { type: string } } } }
          application/xml: { schema: { type: string } }
      responses: { '201': { description: Created, content: { text/plain: { schema: { type: string } } } } }
  /photos:
    post:
      operationId: addPhoto
      security: []
      requestBody:
        content:
          multipart/form-data:
            schema:
              type: object
              properties: { title: { type: string }, photo: { type: string, format: binary } }
      responses: { '200': { description: OK, content: { image/png: {} } } }
`

/** A server of pets, a folder with its document, and what calls it. */
export async function petsFolder() {
  const server = await recordingServer(({ url }) =>
    url === '/pets'
      ? { status: 201, headers: { 'content-type': 'text/plain' }, body: 'Created ☂\n' }
      : url === '/photos'
        ? { headers: { 'content-type': 'image/png' }, body: Buffer.from([0x89, 0x50, 0, 0xff]) }
        : json({ ok: true }),
  )
  const folder = await temporaryFolder()
  await writeFile(join(folder, 'pets.yaml'), pets(server.url))
  const run = (args: string[], stdin = '') =>
    epilot(['--definition', 'pets.yaml', '-t', 'key-of-the-pets-api', ...args], { cwd: folder, stdin })
  return { server, folder, run }
}
