import { PassThrough, pipeline, Readable, Transform } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import zlib from 'node:zlib'
import axios, {
  type AxiosAdapter,
  AxiosError,
  type AxiosResponse,
  type InternalAxiosRequestConfig,
} from 'axios'

/** axios's adapter, with the name that axios gives to its own. */
export type NamedAdapter = AxiosAdapter & { adapterName?: string | undefined }

type MakeDecoder = (first?: number) => Transform

const unzip: MakeDecoder = () => zlib.createUnzip()
const { createZstdDecompress } = zlib as { createZstdDecompress?: () => Transform }

/** By content coding, decoders which fail when what they read ends early; axios's don't. */
const decoders = new Map<string, MakeDecoder>([
  ...['gzip', 'x-gzip', 'compress', 'x-compress'].map((coding) => [coding, unzip] as const),
  // Some servers leave out zlib's header, which begins with this method.
  ['deflate', (first = 0) => ((first & 15) === 8 ? zlib.createInflate() : zlib.createInflateRaw())],
  ['br', () => zlib.createBrotliDecompress()],
  ...(createZstdDecompress ? [['zstd', () => createZstdDecompress()] as const] : []),
])

const decoderOf = ({ headers }: AxiosResponse): MakeDecoder | undefined =>
  decoders.get(`${headers['content-encoding']}`.toLowerCase())

/** Whether axios could take a part of the body for all of it: where it is compressed, or comes over HTTP/2. */
const isDoubtful = (response: AxiosResponse): boolean =>
  !!decoderOf(response) || response.request?.rstCode !== undefined

/** The body of an answer, which fails where it is cut off, without its coding and within `maxContentLength`. */
const whole = (body: Readable, response: AxiosResponse): Readable => {
  const { headers, config, request } = response
  const makeDecoder = decoderOf(response)
  if (makeDecoder) delete headers['content-encoding']
  const { maxContentLength: limit = -1 } = config
  let length = 0
  const out = new Transform({
    transform(chunk, _encoding, done) {
      length += chunk.length
      if (limit < 0 || length <= limit) return done(null, chunk)
      done(new AxiosError(`maxContentLength size of ${limit} exceeded`, 'ERR_BAD_RESPONSE', config, request))
    },
    // What HTTP/2 resets ends without an error.
    flush: (done) =>
      done(request?.rstCode ? new AxiosError('the answer is cut off', 'ERR_NETWORK', config, request) : null),
  })
  let isEmpty = true
  body.once('data', (first: Uint8Array) => {
    isEmpty = false
    const decoder = makeDecoder?.(first[0]) ?? new PassThrough()
    decoder.write(first)
    pipeline(body, decoder, out, () => {})
  })
  // No body at all has no coding, whatever the header says.
  body.once('end', () => isEmpty && out.end())
  body.once('error', (error) => out.destroy(error))
  return out.once('close', () => body.destroy())
}

/** A buffered body as axios's `http` adapter would give it. */
const textOf = (bytes: Buffer, { responseType, responseEncoding }: InternalAxiosRequestConfig): unknown => {
  if (responseType === 'arraybuffer') return bytes
  const text = bytes.toString(responseEncoding as BufferEncoding)
  return /^(utf8)?$/.test(responseEncoding ?? '') ? text.replace(/^\ufeff/, '') : text
}

/** What `http` answered, with a body that is whole. */
const wholeHTTP = async (adapter: AxiosAdapter, request: InternalAxiosRequestConfig) => {
  const isStream = request.responseType === 'stream'
  const raw = { decompress: false, responseType: isStream ? 'stream' : 'arraybuffer' } as const
  const response = await adapter({ ...request, ...raw })
  const { data, config, request: sent } = response
  const wholeBytes = () =>
    buffer(whole(Readable.from(data.length ? [data] : []), response)).catch((error) => {
      // Without `data` an answer is one that was cut off.
      const { data: _, ...rest } = response
      const isLimit = error.code === 'ERR_BAD_RESPONSE'
      throw isLimit ? error : AxiosError.from(error, undefined, config, sent, rest as AxiosResponse)
    })
  if (isStream) {
    if (isDoubtful(response)) response.data = whole(data, response)
  } else response.data = textOf(isDoubtful(response) ? await wholeBytes() : data, request)
  return response
}

const settled = (
  response: AxiosResponse,
  { validateStatus }: Pick<InternalAxiosRequestConfig, 'validateStatus'>,
): AxiosResponse => {
  const { status, config, request } = response
  if (!status || !validateStatus || validateStatus(status)) return response
  const code = status >= 400 && status < 500 ? 'ERR_BAD_REQUEST' : 'ERR_BAD_RESPONSE'
  throw new AxiosError(`Request failed with status code ${status}`, code, config, request, response)
}

/** The adapter that a config is sent with: axios's, mended where it would lose something. */
export const getAdapter = (
  adapters: InternalAxiosRequestConfig['adapter'],
  config: InternalAxiosRequestConfig,
): NamedAdapter => {
  const adapter: NamedAdapter = axios.getAdapter(adapters, config)
  const { adapterName } = adapter
  const send = async (request: InternalAxiosRequestConfig): Promise<AxiosResponse> => {
    // Of a failure axios lets go at once: its streamed body would no longer end with the call.
    const open = { ...request, validateStatus: null }
    if (adapterName === 'http' && request.decompress !== false) {
      return settled(await wholeHTTP(adapter, open), request)
    }
    const isFetch = adapter === axios.getAdapter('fetch', config)
    return isFetch ? settled(await adapter(open), request) : adapter(request)
  }
  const sendSafely: AxiosAdapter = (request) =>
    send(request).catch((thrown) => {
      // What is no object, or frozen, can't be told what the call was.
      throw Object.isExtensible(thrown) ? thrown : new AxiosError(String(thrown?.message ?? thrown))
    })
  return Object.assign(sendSafely, { adapterName })
}
