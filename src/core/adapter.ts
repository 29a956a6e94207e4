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

/** Makes of what `http` answered, bytes or a stream, what the call wants; throws when it is cut off. */
const mend = async (response: AxiosResponse, wanted: InternalAxiosRequestConfig): Promise<void> => {
  // Of the attempt, whose signal isn't the call's.
  const { data, config, request } = response
  const hasDoubt = isDoubtful(response)
  if (wanted.responseType === 'stream') {
    if (hasDoubt) response.data = whole(data, response)
    return
  }
  if (hasDoubt) {
    const body = whole(Readable.from(data.length ? [data] : []), response)
    // What is small compressed can be endless, and axios is done with the signal.
    config.signal?.addEventListener?.('abort', () => body.destroy())
    response.data = await buffer(body).catch((error) => {
      // Without `data` an answer is one that was cut off.
      const { data: _, ...rest } = response
      const isLimit = error.code === 'ERR_BAD_RESPONSE'
      throw isLimit ? error : AxiosError.from(error, undefined, config, request, rest as AxiosResponse)
    })
  }
  response.data = textOf(response.data, wanted)
}

/** The adapter that sends a config's attempts: axios's, mended where it would lose something. */
export const getAdapter = (
  adapters: InternalAxiosRequestConfig['adapter'],
  config: InternalAxiosRequestConfig,
): NamedAdapter => {
  const adapter: NamedAdapter = axios.getAdapter(adapters, config)
  const { adapterName } = adapter
  const isHTTP = adapterName === 'http'
  const isOurs = isHTTP || adapter === axios.getAdapter('fetch', config)
  const { validateStatus, responseType } = config
  const isMended = isHTTP && config.decompress !== false
  const send: AxiosAdapter = async (request) => {
    try {
      // Of a failure axios lets go at once: its streamed body would no longer end with the call.
      if (isOurs) request.validateStatus = null
      if (isMended) {
        request.decompress = false
        request.responseType = responseType === 'stream' ? 'stream' : 'arraybuffer'
      }
      const response = await adapter(request)
      if (isMended) await mend(response, config)
      const { status } = response
      if (!isOurs || !status || !validateStatus || validateStatus(status)) return response
      throw new AxiosError(
        `Request failed with status code ${status}`,
        status >= 400 && status < 500 ? 'ERR_BAD_REQUEST' : 'ERR_BAD_RESPONSE',
        ...[config, response.request, response],
      )
    } catch (thrown) {
      // What is no object, or frozen, can't be told what the call was.
      if (Object.isExtensible(thrown)) throw thrown
      throw new AxiosError(String((thrown as Error | undefined)?.message ?? thrown))
    }
  }
  return Object.assign(send, { adapterName })
}
