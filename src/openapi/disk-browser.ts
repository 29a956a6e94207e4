const refuse = (): never => {
  throw new Error('there are no files in a browser; pass the document itself or its URL')
}

export const readFile = refuse
export const realpath = refuse
export const stat = refuse
export const dirname = refuse
export const sep = '/'
export const fileURLToPath = refuse
export const pathToFileURL = refuse
