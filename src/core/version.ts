/** Version of this package; what generated files ask for is compared with it. */
export const RUNTIME_VERSION = '0.1.0'
