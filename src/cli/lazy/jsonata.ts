// Loaded for --jsonata.
export { default as jsonata } from 'jsonata'
