import { PassThrough, pipeline, Readable, Transform } from 'node:stream'
import zlib from 'node:zlib'
import axios, {
  type AxiosAdapter,
  AxiosError,
  type AxiosResponse,
  type InternalAxiosRequestConfig,
} from 'axios'

/** axios's adapter, with the name that axios gives to its own. */
export type NamedAdapter = AxiosAdapter & { adapterName?: string | undefined }

/** Makes a decoder which, other than axios's, fails when what it reads ends early. */
type MakeDecoder = (first?: number) => Transform

// Four times Node's default, which halves the time that a large body takes.
const chunkSize = 65_536

const unzip: MakeDecoder = () => zlib.createUnzip({ chunkSize })

// Some servers leave out zlib's header, which begins with this method.
const inflate: MakeDecoder = (first = 0) =>
  (first & 15) === 8 ? zlib.createInflate({ chunkSize }) : zlib.createInflateRaw({ chunkSize })

const decoderOf = ({ headers }: AxiosResponse): MakeDecoder | undefined => {
  const coding = `${headers['content-encoding']}`.toLowerCase()
  if (/^(x-)?(gzip|compress)$/.test(coding)) return unzip
  if (coding === 'deflate') return inflate
  if (coding === 'br') return () => zlib.createBrotliDecompress({ chunkSize })
  // Node has it from 22.15 on.
  const { createZstdDecompress } = zlib as { createZstdDecompress?: MakeDecoder }
  return coding === 'zstd' && createZstdDecompress ? () => createZstdDecompress() : undefined
}

interface Doubted {
  response: AxiosResponse
  makeDecoder: MakeDecoder | undefined
}

/**
 * The body of an answer without its coding, within `maxContentLength` and the attempt's signal. It fails where it is
 * cut off.
 */
const whole = (body: Readable, { response, makeDecoder }: Doubted): Readable => {
  const { headers, config, request } = response
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
  // axios is done with the signal when the bytes are there; what they hold can be a thousand times as much.
  const { signal } = config
  signal?.addEventListener?.('abort', () => out.destroy((signal as AbortSignal).reason))
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
  const { data, config, request } = response
  const makeDecoder = wanted.decompress === false ? undefined : decoderOf(response)
  // Of these axios takes a part for the whole.
  const isDoubted = makeDecoder || request?.rstCode !== undefined
  const doubted = { response, makeDecoder }
  if (wanted.responseType === 'stream') {
    if (isDoubted) response.data = whole(data, doubted)
    return
  }
  try {
    const body = isDoubted && whole(Readable.from(data.length ? [data] : []), doubted)
    const bytes = body ? Buffer.concat(await body.toArray()) : data
    response.data = textOf(bytes, wanted)
  } catch (error) {
    // Without `data` an answer is one that was cut off.
    const { data: _, ...rest } = response
    const { code } = error as AxiosError
    throw code === 'ERR_BAD_RESPONSE'
      ? error
      : AxiosError.from(error as Error, undefined, config, request, rest as AxiosResponse)
  }
}

/** The adapter that sends a config's attempts: axios's, mended where it would lose something. */
export const getAdapter = (
  adapters: InternalAxiosRequestConfig['adapter'],
  config: InternalAxiosRequestConfig,
): NamedAdapter => {
  const adapter: NamedAdapter = axios.getAdapter(adapters, config)
  const { adapterName } = adapter
  const isMended = adapterName === 'http'
  const isOurs = isMended || ![adapters].flat().includes(adapter)
  const { validateStatus, responseType } = config
  const send: AxiosAdapter = async (request) => {
    try {
      // Of a failure axios lets go at once: its streamed body would no longer end with the call.
      if (isOurs) request.validateStatus = null
      if (isMended) {
        request.decompress = false
        request.responseType = responseType === 'stream' ? 'stream' : 'arraybuffer'
      }
      const response = await adapter(request)
      // What other adapters answer is theirs.
      if (!isOurs) return response
      if (isMended) await mend(response, config)
      const { status, headers } = response
      const asked = `${headers['retry-after']}`
      // The oldest form of an HTTP-date names no zone, and is GMT.
      if (/:\d\d \d{4}$/.test(asked)) headers['retry-after'] = new Date(`${asked} GMT`).toUTCString()
      if (!status || !validateStatus || validateStatus(status)) return response
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
